from samhandling.celery import app


def test_a_killed_worker_is_gone_and_a_started_one_answers(celery_worker_process):
    celery_worker_process.kill()
    assert not app.control.ping(timeout=0.5)

    celery_worker_process.start()

    assert app.control.ping(timeout=2)


def test_a_broker_of_its_own_can_stop_and_come_back(own_broker, private_worker):
    private_worker.start()
    assert app.control.ping(timeout=2)

    own_broker.stop()
    own_broker.start()

    private_worker.wait_for(lambda: app.control.ping(timeout=1), seconds=20)
