"""Duties: which recurring duty was not done in its time, and which unit has not reported?"""

from briefing.ui.frame import show

show("duties")
