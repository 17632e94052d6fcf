"""What takes long runs in a thread of its own, and its result comes to the main thread."""

import threading

import pytest

from itb_companion.desktop.worker import Worker


@pytest.fixture
def worker(qapp):
    made = Worker()
    yield made
    made.close()
    made.deleteLater()


def test_the_job_runs_elsewhere_and_its_result_is_taken_here(worker, qtbot):
    threads = []

    def job():
        threads.append(threading.current_thread())
        return 42

    results = []
    assert worker.start(job, lambda result: results.append((result, threading.current_thread())))
    qtbot.waitUntil(lambda: bool(results))

    assert results == [(42, threading.main_thread())]
    assert threads[0] is not threading.main_thread()
    assert not worker.is_busy


def test_one_job_at_a_time(worker, qtbot):
    gate = threading.Event()
    results = []
    assert worker.start(gate.wait, results.append)
    assert not worker.start(lambda: "second", results.append)
    assert worker.is_busy
    gate.set()
    qtbot.waitUntil(lambda: bool(results))

    assert results == [True]
    assert worker.start(lambda: "third", results.append)
    qtbot.waitUntil(lambda: len(results) == 2)


def test_a_job_that_raises_hands_over_its_error_and_it_is_logged(worker, qtbot, caplog):
    results = []
    worker.start(lambda: 1 // 0, results.append)
    qtbot.waitUntil(lambda: bool(results))

    assert isinstance(results[0], ZeroDivisionError)
    assert "a job failed" in caplog.text
    caplog.clear()


def test_closing_waits_for_the_job_and_drops_its_result(worker, qtbot):
    gate, results = threading.Event(), []
    worker.start(lambda: gate.wait(5), results.append)
    threading.Timer(0.05, gate.set).start()
    worker.close()
    qtbot.wait(1)

    assert gate.is_set()
    assert results == []
