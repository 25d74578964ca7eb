//! What is wrong with settings, on its way to the user.

use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// What is to be said to the user, each thing once.
#[derive(Debug)]
pub(super) struct Complaints {
    said: Mutex<HashSet<String>>,
    sender: UnboundedSender<String>,
    /// The other end, until somebody takes it.
    receiver: Mutex<Option<UnboundedReceiver<String>>>,
}

impl Default for Complaints {
    fn default() -> Complaints {
        let (sender, receiver) = unbounded_channel();
        Complaints { said: Mutex::default(), sender, receiver: Mutex::new(Some(receiver)) }
    }
}

impl Complaints {
    /// Says it, if it has not been said.
    pub(super) fn say(&self, what: String) {
        tracing::warn!("{what}");
        if self.said.lock().unwrap_or_else(PoisonError::into_inner).insert(what.clone()) {
            let _ = self.sender.send(what); // Nobody listens when the session is over.
        }
    }

    /// Things are new: what was said is said again if it is still so.
    pub(super) fn forget(&self) {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// What is said from now on, and what was before; for the first who asks.
    pub(super) fn listen(&self) -> Option<UnboundedReceiver<String>> {
        self.receiver.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}
