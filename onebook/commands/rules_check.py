"""check"""


def register(actions):
    pass
