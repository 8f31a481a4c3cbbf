"""What readers' programs must do: a check for each exercise that asks for one."""
