# What must happen in an editor that opens ./Dockerfile with dockwright; afterwards the file must be as ./expected. Lines and columns start at 1.
CASE_CODE=package-cache-left       # code of the diagnostic
CASE_RANGE=4:5-4:16                # and its range, end exclusive: the words `pip install`
CASE_MESSAGE=cache                 # part of its message, in any case of letters
CASE_HOVER=4:1                     # where to hover
CASE_HOVER_TEXT=RUN                # and part of what is shown
CASE_TYPED=EX                      # typed on a new last line (and taken back)
CASE_COMPLETION=EXPOSE             # and part of what is offered
CASE_ACTION=--no-cache-dir         # part of the title of the code action to apply
