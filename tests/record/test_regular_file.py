"""What stands in the place of a file and is none is an error at once, never something to wait for."""

import os
import stat

import pytest

from itb_companion.record.regular_file import open_regular, read_regular

FOR_ALL_USES = (os.O_RDONLY, os.O_WRONLY | os.O_APPEND | os.O_CREAT, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)


@pytest.mark.parametrize("flags", FOR_ALL_USES)
def test_a_pipe_that_nobody_reads_or_writes_is_refused(tmp_path, flags):
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(OSError):
        os.close(open_regular(tmp_path / "pipe", flags))


@pytest.mark.parametrize("flags", FOR_ALL_USES)
def test_a_pipe_with_somebody_at_its_other_end_is_refused_too(tmp_path, flags):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    writer = os.open(pipe, os.O_WRONLY)
    try:
        with pytest.raises(OSError, match="not a regular file"):
            os.close(open_regular(pipe, flags))
    finally:
        os.close(reader)
        os.close(writer)


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(OSError):
        read_regular(tmp_path)


def test_a_file_is_made_for_its_owner_alone_and_read_again(tmp_path):
    path = tmp_path / "file"
    with os.fdopen(open_regular(path, os.O_WRONLY | os.O_CREAT), "wb") as file:
        file.write(b"\x00\r\n\xff")

    assert read_regular(path) == b"\x00\r\n\xff"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
