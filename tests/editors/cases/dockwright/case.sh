# What must happen in an editor that opens ./Dockerfile with dockwright; afterwards the file must be as ./expected. Lines and columns start at 1.
CASE_CODE=package-cache-left/pip       # code of the diagnostic
CASE_RANGE=4:5-4:16                # and its range, end exclusive: the words `pip install`
CASE_MESSAGE=cache                 # part of its message, in any case of letters
CASE_HOVER=4:6                     # where to hover: on the finding
CASE_HOVER_TEXT=Caches             # and part of what is shown: the page of the rule
CASE_TYPED=                        # typed on a new last line (and taken back); empty: Dockwright does not complete yet
CASE_COMPLETION=                   # and part of what is offered
CASE_ACTION=--no-cache-dir         # part of the title of the code action to apply
CASE_LENS=Production:              # part of the code lens, after the action
CASE_LENS_TEXT='## Security'       # and part of the document that it opens
