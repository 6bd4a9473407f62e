//! Work on a thread of its own, and what came of it.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;

/// What wakes whoever waits for a job.
pub(super) type Wake = Arc<dyn Fn() + Send + Sync>;

/// Something that is being done on a thread. Dropping it gives it up: what comes of it is not waited for.
#[derive(Debug)]
pub(super) struct Job<T>(Receiver<T>);

/// The thread ended before it had done its work: there is a fault in Onus, and a report of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stopped;

impl<T: Send + 'static> Job<T> {
    /// Begins the work. `wake` is called when it is done, and when it stopped.
    pub(super) fn start(wake: Wake, work: impl FnOnce() -> T + Send + 'static) -> Self {
        let (done, outcome) = channel();
        thread::spawn(move || {
            let woken = WakeAtEnd(wake);
            // If nobody waits for it any more, nobody needs to know.
            let _ = done.send(work());
            drop(done);
            drop(woken);
        });
        Self(outcome)
    }

    /// What came of it; `None` while it is being done.
    pub(super) fn poll(&self) -> Option<Result<T, Stopped>> {
        match self.0.try_recv() {
            Ok(outcome) => Some(Ok(outcome)),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Err(Stopped)),
        }
    }
}

/// Wakes even where a panic ends the thread: whoever waits has to hear of it.
pub(super) struct WakeAtEnd(pub(super) Wake);

impl Drop for WakeAtEnd {
    fn drop(&mut self) {
        (self.0)();
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn ended<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Stopped> {
        let (woke, woken) = channel();
        let job = Job::start(Arc::new(move || woke.send(()).unwrap()), work);
        woken.recv_timeout(Duration::from_secs(10)).unwrap();
        loop {
            // The thread wakes us as it ends, and the channel closes at the same time.
            if let Some(outcome) = job.poll() {
                return outcome;
            }
        }
    }

    #[test]
    fn a_job_ends_with_its_outcome_or_is_known_to_have_stopped() {
        assert_eq!(ended(|| 7), Ok(7));
        assert_eq!(ended(|| -> u32 { panic!("on purpose") }), Err(Stopped));
    }
}
