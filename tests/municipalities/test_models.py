import pytest
from django.db import IntegrityError, transaction

from tests.factories.organisation import AppointmentFactory


def test_world_stands_and_a_seat_holds_one(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        AppointmentFactory(seat=world.chair_seat)
