package io.polargosling.worker.sync;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.eclipse.jgit.errors.TooLargePackException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.BaseRepositoryBuilder;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.PackParser;

/** A repository that takes no large objects and no large packs: a fetch of one ends before it has filled the disk. */
final class BoundedRepository extends FileRepository {

    private final NestLimits limits;

    private BoundedRepository(BaseRepositoryBuilder<?, ?> folder, NestLimits limits) throws IOException {
        super(folder);
        this.limits = limits;
    }

    static BoundedRepository open(Path folder, NestLimits limits) throws IOException {
        var builder = new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare();
        return new BoundedRepository(builder.setup(), limits);
    }

    @Override
    public ObjectInserter newObjectInserter() {
        var inserter = super.newObjectInserter();
        return new ObjectInserter.Filter() {
            @Override
            protected ObjectInserter delegate() {
                return inserter;
            }

            @Override
            public PackParser newPackParser(InputStream in) throws IOException {
                var parser = inserter.newPackParser(new Bounded(in, limits.packBytes()));
                parser.setMaxObjectSizeLimit(limits.bytes());
                return parser;
            }
        };
    }

    private static final class Bounded extends FilterInputStream {

        private final long limit;
        private long left;

        Bounded(InputStream in, long limit) {
            super(in);
            this.limit = limit;
            this.left = limit;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count(Math.max(read, 0));
            return read;
        }

        private void count(int read) throws IOException {
            left -= read;
            if (left < 0) {
                throw new TooLargePackException(limit);
            }
        }
    }
}
