"""The application of the example: it is here so that the build context is complete."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def index():
    return "Hello!"
