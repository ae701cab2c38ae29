package io.polargosling.domain.binary;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.util.List;
import java.util.Optional;

/**
 * Stored builds of programs, and which one is active.
 *
 * <p>Every method may throw {@link io.polargosling.domain.problem.UnavailableException}.
 */
public interface BinaryStore {

    /** The program's build {@code id}. */
    Optional<BinaryVersion> find(BinaryName binary, BinaryId id);

    /** The builds of one version of the program, by platform. */
    List<BinaryVersion> builds(BinaryName binary, String version);

    /** All builds of the program, the one added last first. */
    Page<BinaryVersion> list(BinaryName binary, PageRequest page);

    /** Which build of the program is active; empty before the first activation. */
    Optional<ActiveBinary> active(BinaryName binary);

    /** Adds a build with its audit row, unless this version and platform has one; never activates it. */
    AddOutcome add(BinaryVersion version, AuditEntry audit);

    /**
     * Makes a build the active one, in one atomic write: the pointer with the build active until now as its previous
     * one, the build's time of activation, and the audit row, whose time is that of the change and whose actor its
     * author. A rollback is the activation of the previous build. Activating the active build changes nothing.
     *
     * @param seen the pointer as read; empty when there was none
     * @return the pointer as it now is
     * @throws io.polargosling.domain.problem.NotFoundException when the program has no such build
     * @throws io.polargosling.domain.problem.ConflictException when the pointer is not {@code seen} any more
     */
    ActiveBinary activate(BinaryName binary, BinaryId id, Optional<ActiveBinary> seen, AuditEntry audit);

    /**
     * Deletes a build's row with an audit row.
     *
     * @return false when there was none; no audit row is written then
     * @throws io.polargosling.domain.problem.ConflictException when it is the active or the previous build
     */
    boolean remove(BinaryName binary, BinaryId id, AuditEntry audit);
}
