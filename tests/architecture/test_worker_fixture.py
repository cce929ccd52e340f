from kombu.exceptions import OperationalError
from redis.exceptions import ConnectionError as RedisConnectionError

from samhandling.celery import app


def pinged() -> bool:
    try:
        return bool(app.control.ping(timeout=1))
    except (OperationalError, RedisConnectionError):
        return False


def test_a_killed_worker_is_gone_and_a_started_one_answers(celery_worker_process):
    celery_worker_process.kill()
    assert not pinged()

    celery_worker_process.start()

    assert pinged()


def test_a_broker_of_its_own_can_stop_and_come_back(own_broker, private_worker):
    private_worker.start()
    assert pinged()

    own_broker.stop()
    assert not pinged()
    own_broker.start()

    private_worker.wait_for(pinged, seconds=30)
