from workbook.widgets import interact


def test_nothing_is_drawn_until_a_control_is_moved():
    drawn = []
    controls = interact(lambda number, name: drawn.append((number, name)), number=(0, 5), name=["a", "b"])
    assert drawn == []
    slider, menu = controls.kwargs_widgets
    slider.value = 4
    menu.value = "b"
    assert drawn == [(4, "a"), (4, "b")]
    assert not slider.continuous_update
