package io.polargosling.worker.render;

import io.polargosling.worker.compute.FakeCloud;
import io.polargosling.worker.compute.ModuleWorkspace;
import io.polargosling.worker.compute.ModuleWorkspace.Outcome;
import io.polargosling.worker.tofu.OpenTofu;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A workspace just as the worker renders it, over the double of the providers. */
final class RenderedWorkspace {

    private final WorkspaceRenderer renderer = new WorkspaceRenderer();
    private final Path root;
    private final Path folder;

    private RenderedWorkspace(Path root) {
        this.root = root;
        this.folder = root.resolve("run");
    }

    /** One that keeps all it has in {@code root}. */
    static RenderedWorkspace in(Path root) {
        return new RenderedWorkspace(root);
    }

    Path folder() {
        return folder;
    }

    FakeCloud cloud() {
        return FakeCloud.in(root.resolve("cloud"));
    }

    /** Renders it anew; what was initialised stays. */
    RenderedWorkspace wants(Optional<SharedInputs> shared, Map<Variant, VariantInputs> variants) {
        var inputs = new WorkspaceInputs(
                OpenTofu.find().version(),
                new StateBackend.LocalFile(root.resolve("state/terraform.tfstate")),
                new ProviderMirror(io.polargosling.worker.compute.ProviderMirror.find(), Optional.empty(), false),
                shared,
                CloudSamples.facts().folder(),
                variants);
        try {
            renderer.render(inputs, Files.createDirectories(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** What it was rendered with. */
    String variables() {
        try {
            return Files.readString(folder.resolve(WorkspaceRenderer.VARIABLES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Variables of the test's own. */
    void variables(String json) {
        try {
            Files.writeString(folder.resolve(WorkspaceRenderer.VARIABLES), json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RenderedWorkspace initialised() {
        tofu("init", "-input=false", "-no-color").with(0);
        return this;
    }

    Outcome plan() {
        return tofu("plan", "-input=false", "-no-color", "-detailed-exitcode", "-out=plan.bin");
    }

    Outcome apply() {
        return tofu("apply", "-input=false", "-no-color", "plan.bin");
    }

    Outcome tofu(String... arguments) {
        return ModuleWorkspace.run(folder, folder.resolve(".tofurc"), cloud().folder(), arguments);
    }
}
