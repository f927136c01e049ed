package io.gantry.daemon.lifecycle.routes;

import io.gantry.api.InstanceStatePut;
import io.gantry.daemon.http.Method;
import io.gantry.daemon.http.Reply;
import io.gantry.daemon.http.Request;
import io.gantry.daemon.http.Router;
import io.gantry.daemon.http.Routes;
import io.gantry.daemon.instance.InstanceStateReader;
import io.gantry.daemon.instance.Instances;
import io.gantry.daemon.lifecycle.StateChanger;

/** {@code /1.0/instances/NAME/state}. */
public final class StateRoutes implements Routes {
    private final Instances instances;
    private final InstanceStateReader states;
    private final StateChanger changer;

    public StateRoutes(Instances instances, InstanceStateReader states, StateChanger changer) {
        this.instances = instances;
        this.states = states;
        this.changer = changer;
    }

    @Override
    public void register(Router router) {
        for (String root : InstanceRoutes.ROOTS) {
            router.route(Method.GET, root + "/{name}/state", this::show);
            router.route(Method.PUT, root + "/{name}/state", this::change);
        }
    }

    private Reply show(Request request) {
        return Reply.of(states.read(instances.find(InstanceRoutes.key(request))));
    }

    private Reply change(Request request) {
        return Reply.operation(changer.change(InstanceRoutes.key(request), request.body(InstanceStatePut.class)));
    }
}
