package io.gantry.system.attach;

class FakeContainerExecTest extends ContainerExecContract {
    private final FakeContainerExec exec = new FakeContainerExec();

    @Override
    protected ContainerExec exec() {
        return exec;
    }

    @Override
    protected String container() {
        return "c1";
    }
}
