package io.gantry.daemon.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.migration.transfer.TransferFormat;
import io.gantry.daemon.migration.transfer.TransferFormat.Btrfs;
import io.gantry.daemon.migration.transfer.TransferFormat.BtrfsOption;
import io.gantry.daemon.migration.transfer.TransferFormat.Rsync;
import io.gantry.daemon.migration.transfer.TransferFormat.RsyncOption;
import io.gantry.daemon.migration.wire.BtrfsFeatures;
import io.gantry.daemon.migration.wire.FsType;
import io.gantry.daemon.migration.wire.MigrationHeader;
import io.gantry.daemon.migration.wire.RsyncFeatures;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What two daemons agree on, by what each of them knows. */
class TransferNegotiationTest {
    private static final Rsync ALL_RSYNC = new Rsync(EnumSet.allOf(RsyncOption.class));
    private static final Btrfs ALL_BTRFS = new Btrfs(EnumSet.allOf(BtrfsOption.class));

    /** What pools have: of btrfs, and of directories. */
    private static final List<List<TransferFormat>> POOLS =
            List.of(List.<TransferFormat>of(ALL_BTRFS, ALL_RSYNC), List.<TransferFormat>of(ALL_RSYNC));

    private static MigrationHeader over(TransferFormat... formats) throws InvalidProtocolBufferException {
        return MigrationHeader.parseFrom(
                TransferNegotiation.header(List.of(formats)).build().toByteArray());
    }

    /** Every subset of some options. */
    private static <E extends Enum<E>> List<Set<E>> subsets(Class<E> type) {
        E[] options = type.getEnumConstants();
        var subsets = new ArrayList<Set<E>>();
        for (int bits = 0; bits < (1 << options.length); bits++) {
            Set<E> subset = EnumSet.noneOf(type);
            for (int number = 0; number < options.length; number++) {
                if ((bits & (1 << number)) != 0) {
                    subset.add(options[number]);
                }
            }
            subsets.add(subset);
        }
        return subsets;
    }

    private static <E extends Enum<E>> Set<E> both(Class<E> type, Set<E> one, Set<E> other) {
        Set<E> common = EnumSet.noneOf(type);
        common.addAll(one);
        common.retainAll(other);
        return common;
    }

    @Test
    void bothSidesOfRsyncUseWhatBothKnowWhateverThatIs() throws InvalidProtocolBufferException {
        for (Set<RsyncOption> theirs : subsets(RsyncOption.class)) {
            MigrationHeader header = over(new Rsync(theirs));
            Set<RsyncOption> meant = theirs.contains(RsyncOption.BIDIRECTIONAL) ? theirs : Rsync.OF_SILENT_PEERS;
            for (Set<RsyncOption> ours : subsets(RsyncOption.class)) {
                assertThat(TransferNegotiation.agree(header, List.of(new Rsync(ours))))
                        .as("%s and %s", theirs, ours)
                        .isEqualTo(new Rsync(both(RsyncOption.class, meant, ours)));
            }
        }
    }

    @Test
    void bothSidesOfBtrfsUseWhatBothKnowWhateverThatIs() throws InvalidProtocolBufferException {
        for (Set<BtrfsOption> theirs : subsets(BtrfsOption.class)) {
            MigrationHeader header = over(new Btrfs(theirs), ALL_RSYNC);
            for (Set<BtrfsOption> ours : subsets(BtrfsOption.class)) {
                assertThat(TransferNegotiation.agree(header, List.of(new Btrfs(ours), ALL_RSYNC)))
                        .as("%s and %s", theirs, ours)
                        .isEqualTo(new Btrfs(both(BtrfsOption.class, theirs, ours)));
            }
        }
    }

    @Test
    void theAnswerToAnOfferMeansToTheSourceWhatTheTargetChose() throws InvalidProtocolBufferException {
        for (List<TransferFormat> source : POOLS) {
            for (List<TransferFormat> target : POOLS) {
                TransferFormat chosen = TransferNegotiation.agree(over(source.toArray(TransferFormat[]::new)), target);

                assertThat(TransferNegotiation.agree(over(chosen), source)).isEqualTo(chosen);
                assertThat(chosen).isEqualTo(source.size() == 2 && target.size() == 2 ? ALL_BTRFS : ALL_RSYNC);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = FsType.class,
            names = {"ZFS", "RBD", "BLOCK_AND_RSYNC"})
    void aSourceOfAnotherKindFallsBackToRsync(FsType other) {
        MigrationHeader header = TransferNegotiation.header(List.of(ALL_RSYNC))
                .setFs(other)
                .setBtrfsFeatures(BtrfsFeatures.newBuilder().setMigrationHeader(true))
                .build();

        assertThat(TransferNegotiation.agree(header, List.of(ALL_BTRFS, ALL_RSYNC)))
                .isEqualTo(ALL_RSYNC);
        assertThatThrownBy(() -> TransferNegotiation.agree(header, List.of(ALL_BTRFS)))
                .isInstanceOfSatisfying(
                        DaemonException.class,
                        failure -> assertThat(failure.category()).isEqualTo(FailureCategory.NOT_SUPPORTED))
                .hasMessage(
                        "the other server offers only " + other + " transfers, and this storage pool has none of them");
    }

    /** LXD 5.0 says of rsync that it knows xattrs, delete, compress and negotiation; of btrfs three things. */
    @Test
    void anLxdGetsNothingOfWhatIsOursAlone() {
        MigrationHeader lxd = MigrationHeader.newBuilder()
                .setFs(FsType.BTRFS)
                .setRsyncFeatures(RsyncFeatures.newBuilder()
                        .setXattrs(true)
                        .setDelete(true)
                        .setCompress(true)
                        .setBidirectional(true))
                .setBtrfsFeatures(BtrfsFeatures.newBuilder()
                        .setMigrationHeader(true)
                        .setHeaderSubvolumes(true)
                        .setHeaderSubvolumeUuids(true))
                .build();

        assertThat(TransferNegotiation.agree(lxd, List.of(ALL_RSYNC)))
                .isEqualTo(new Rsync(EnumSet.of(
                        RsyncOption.XATTRS, RsyncOption.DELETE, RsyncOption.COMPRESS, RsyncOption.BIDIRECTIONAL)));
        assertThat(TransferNegotiation.agree(lxd, List.of(ALL_BTRFS, ALL_RSYNC)))
                .isEqualTo(ALL_BTRFS);
    }

    @Test
    void anLxdOfBeforeBtrfsHeadersGetsRootsAlone() {
        MigrationHeader old = MigrationHeader.newBuilder().setFs(FsType.BTRFS).build();

        assertThat(TransferNegotiation.agree(old, List.of(ALL_BTRFS, ALL_RSYNC)))
                .isEqualTo(new Btrfs(EnumSet.noneOf(BtrfsOption.class)));
    }

    @Test
    void aHeaderSaysByFieldWhatAFormatHas() {
        MigrationHeader header = TransferNegotiation.header(List.of(
                        new Btrfs(Set.of(BtrfsOption.HEADER)),
                        new Rsync(Set.of(RsyncOption.DELETE, RsyncOption.FAST_METHODS))))
                .build();

        assertThat(header.getFs()).isEqualTo(FsType.BTRFS);
        assertThat(header.getBtrfsFeatures())
                .isEqualTo(BtrfsFeatures.newBuilder()
                        .setMigrationHeader(true)
                        .setHeaderSubvolumes(false)
                        .build());
        assertThat(header.getRsyncFeatures())
                .isEqualTo(RsyncFeatures.newBuilder()
                        .setXattrs(false)
                        .setDelete(true)
                        .setCompress(false)
                        .setBidirectional(false)
                        .build());
        assertThat(header.getGantry().getFastRsync()).isTrue();
        assertThat(header.getGantry().getHardLinksAndAcls()).isFalse();
        assertThat(TransferNegotiation.header(List.of(ALL_RSYNC)).hasBtrfsFeatures())
                .isFalse();
    }
}
