package io.polargosling.api.binary;

import io.polargosling.api.http.PageBody;
import io.polargosling.api.problem.Parameters;
import io.polargosling.api.problem.ProblemException;
import io.polargosling.api.problem.ProblemKind;
import io.polargosling.api.security.Caller;
import io.polargosling.domain.binary.ActivateOutcome;
import io.polargosling.domain.binary.AddOutcome;
import io.polargosling.domain.binary.BinaryLibrary;
import io.polargosling.domain.binary.BinaryName;
import io.polargosling.domain.binary.NewBinary;
import io.polargosling.domain.binary.SemanticVersion;
import io.polargosling.domain.problem.ConflictException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /admin/binaries}. */
@RestController
final class BinaryController {

    private static final Logger LOG = LoggerFactory.getLogger(BinaryController.class);

    private final BinaryLibrary library;
    private final BinaryPages pages;
    private final Uploads uploads;

    BinaryController(BinaryLibrary library, BinaryPages pages, Uploads uploads) {
        this.library = library;
        this.pages = pages;
        this.uploads = uploads;
    }

    /** What {@code activate} is sent. */
    record ActivateBody(@Nullable String version) {}

    /**
     * What a change of the active version answers.
     *
     * @param previous the version a rollback goes back to; null when there is none
     */
    record ChangedBody(String version, @Nullable String previous) {}

    @GetMapping("/admin/binaries")
    PageBody<BinaryBody> all(
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return pages.ofAll(Parameters.page(limit, cursor));
    }

    @GetMapping("/admin/binaries/{binary}/versions")
    PageBody<BinaryBody> versions(
            @PathVariable String binary,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return pages.of(named(binary), Parameters.page(limit, cursor));
    }

    @GetMapping("/admin/binaries/{binary}/active")
    ActiveBody active(@PathVariable String binary) {
        var name = named(binary);
        return library.active(name)
                .map(active -> ActiveBody.of(name, active))
                .orElseThrow(() -> ProblemException.notFound("no version of " + name.word() + " is active"));
    }

    /** Takes the request itself: whatever looked at its parameters before would read all of it. */
    @PostMapping("/admin/binaries/upload")
    ResponseEntity<BinaryBody> upload(HttpServletRequest request, Caller caller) throws IOException {
        try (var upload = uploads.receive(request)) {
            var offered = new NewBinary(upload.binary(), upload.build(), "upload", caller.getPrincipal());
            return switch (published(offered, upload)) {
                case AddOutcome.Added added -> {
                    LOG.info(
                            "binary uploaded binary={} version={} platform={} by={}",
                            offered.binary().word(),
                            offered.build().version(),
                            offered.build().platform(),
                            offered.by());
                    yield ResponseEntity.status(HttpStatus.CREATED).body(BinaryBody.of(added.stored(), false));
                }
                case AddOutcome.Present present ->
                    ResponseEntity.ok(BinaryBody.of(present.stored(), isActive(offered)));
                case AddOutcome.Different different ->
                    throw new ProblemException(
                            ProblemKind.VERSION_EXISTS,
                            offered.build() + " of " + offered.binary().word() + " is stored with SHA-256 "
                                    + different.stored().content().sha256() + ", and this has "
                                    + upload.content().digest());
            };
        }
    }

    private AddOutcome published(NewBinary offered, Uploads.Upload upload) {
        try {
            return library.publish(offered, upload.content());
        } catch (ConflictException e) {
            throw new ProblemException(
                    ProblemKind.VERSION_EXISTS, "other content is being stored for this version at this moment");
        }
    }

    private boolean isActive(NewBinary offered) {
        return library.active(offered.binary())
                .filter(active -> active.version().equals(offered.build().version()))
                .isPresent();
    }

    @PostMapping("/admin/binaries/{binary}/activate")
    ChangedBody activate(@PathVariable String binary, @RequestBody ActivateBody body, Caller caller) {
        var name = named(binary);
        if (body.version() == null || SemanticVersion.parse(body.version()).isEmpty()) {
            throw ProblemException.invalid(
                    "/version", "version", "version: expected a semantic version such as 1.12.6");
        }
        return changed(name, library.activate(name, body.version(), caller.getPrincipal()), caller);
    }

    @PostMapping("/admin/binaries/{binary}/rollback")
    ChangedBody rollback(@PathVariable String binary, Caller caller) {
        var name = named(binary);
        return changed(name, library.rollback(name, caller.getPrincipal()), caller);
    }

    private static ChangedBody changed(BinaryName binary, ActivateOutcome outcome, Caller caller) {
        return switch (outcome) {
            case ActivateOutcome.Active active -> {
                LOG.info(
                        "binary active binary={} version={} by={}",
                        binary.word(),
                        active.version(),
                        caller.getPrincipal());
                yield new ChangedBody(active.version(), active.previous().orElse(null));
            }
            case ActivateOutcome.Unknown unknown ->
                throw ProblemException.notFound(
                        "version " + unknown.version() + " of " + binary.word() + " is not stored");
            case ActivateOutcome.Damaged damaged ->
                throw ProblemException.notFound("version " + damaged.version() + " of " + binary.word()
                        + " cannot be used: " + damaged.reason() + "; upload it again");
            case ActivateOutcome.NoPrevious none ->
                throw new ProblemException(
                        ProblemKind.NO_PREVIOUS, "no other version of " + binary.word() + " was active before");
        };
    }

    private static BinaryName named(String word) {
        return BinaryName.parse(word).orElseThrow(() -> ProblemException.notFound("no program has this name"));
    }
}
