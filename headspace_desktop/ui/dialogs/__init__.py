"""Windows beside the board: Doctor, Hooks, Settings, Start, About. None of them is modal, none opens a file."""
