# The same for another server, docker-langserver (npm: dockerfile-language-server-nodejs 0.15.0): proves that the drivers do not lie.
CASE_CODE=1
CASE_RANGE=1:3-1:9
CASE_MESSAGE=lowercase
CASE_HOVER=3:2
CASE_HOVER_TEXT=layer
CASE_TYPED=EX
CASE_COMPLETION=EXPOSE
CASE_ACTION=lowercase
CASE_FAULTS=known                  # the validator's errors are shown, and do not fail the run: this server really makes them
