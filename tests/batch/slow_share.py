"""slow_share.py FOLDER MOUNTPOINT OPENINGS: a file system with the files of a folder. The first OPENINGS times that a file named
`slow.txt` is opened, it can be read; whoever reads it after that waits and cannot be killed."""
import errno
import os
import sys
import time

import fusepy

FOLDER, MOUNTPOINT, OPENINGS = sys.argv[1], sys.argv[2], int(sys.argv[3])


class Share(fusepy.Operations):
    def __init__(self):
        self.openings = 0
        self.stuck = set()

    def getattr(self, path, fh=None):
        try:
            found = os.lstat(FOLDER + path)
        except OSError as error:
            raise fusepy.FuseOSError(error.errno)
        return {key: getattr(found, key) for key in dir(found) if key.startswith("st_") and not key.endswith("_ns")}

    def readdir(self, path, fh):
        return [".", "..", *os.listdir(FOLDER + path)]

    def open(self, path, flags):
        if flags & (os.O_WRONLY | os.O_RDWR):
            raise fusepy.FuseOSError(errno.EROFS)
        opened = os.open(FOLDER + path, os.O_RDONLY)
        if path.endswith("/slow.txt"):
            self.openings += 1
            if self.openings > OPENINGS:
                self.stuck.add(opened)
        return opened

    def read(self, path, size, offset, fh):
        while fh in self.stuck:
            time.sleep(1)
        return os.pread(fh, size, offset)


fusepy.FUSE(Share(), MOUNTPOINT, foreground=True, direct_io=True)
