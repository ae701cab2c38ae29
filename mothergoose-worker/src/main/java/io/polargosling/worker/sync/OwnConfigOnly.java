package io.polargosling.worker.sync;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/** Shows JGit no configuration but that of a repository; what it wants to keep elsewhere is forgotten. */
final class OwnConfigOnly extends SystemReader.Delegate {

    private OwnConfigOnly(SystemReader system) {
        super(system);
    }

    /** Makes it so for the whole process: JGit would write what it measures of the disk into the user's home. */
    static void install() {
        if (!(SystemReader.getInstance() instanceof OwnConfigOnly)) {
            SystemReader.setInstance(new OwnConfigOnly(SystemReader.getInstance()));
        }
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
        return new Nothing(parent, fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
        return new Nothing(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
        return new Nothing(parent, fs);
    }

    private static final class Nothing extends FileBasedConfig {

        Nothing(Config parent, FS fs) {
            super(parent, null, fs);
        }

        @Override
        public void load() {
            // There is no file.
        }

        @Override
        public void save() {
            // There is no file.
        }

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
