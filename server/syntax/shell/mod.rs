//! The commands inside RUN, CMD, ENTRYPOINT, HEALTHCHECK and heredocs.
