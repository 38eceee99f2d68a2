//! What processes have used, as the system tells it.

use anyhow::Context;
use std::fs::read_to_string;

/// The system counts processor time in hundredths of a second.
const TICKS: f64 = 100.0;

/// Processor time in seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Processor {
    /// By the process itself.
    pub(crate) own: f64,
    /// By those of its children that have ended.
    pub(crate) ended_children: f64,
}

/// What a process has used so far.
pub(crate) fn processor(process: u32) -> anyhow::Result<Processor> {
    let text = read_to_string(format!("/proc/{process}/stat"))?;
    Ok(stat(&text)?.processor)
}

/// The process that started this one.
pub(crate) fn parent(process: u32) -> anyhow::Result<u32> {
    let text = read_to_string(format!("/proc/{process}/stat"))?;
    Ok(stat(&text)?.parent)
}

/// What a process and all its children have used so far, in seconds.
pub(crate) fn family(process: u32) -> anyhow::Result<f64> {
    let own = processor(process)?;
    let mut sum = own.own + own.ended_children;
    for entry in std::fs::read_dir("/proc")? {
        let path = entry?.path().join("stat");
        // No process, or one that has ended since: then it is counted with its parent.
        let Ok(text) = read_to_string(path) else {
            continue;
        };
        if let Ok(child) = stat(&text)
            && child.parent == process
        {
            sum += child.processor.own;
        }
    }
    Ok(sum)
}

/// What all processes of this machine have used so far, in seconds.
pub(crate) fn machine() -> anyhow::Result<f64> {
    busy(&read_to_string("/proc/stat")?)
}

/// A figure of a process's memory in MiB.
pub(crate) fn memory_mib(process: u32, label: &str) -> anyhow::Result<f64> {
    let status = read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix(label));
    let figure = line.and_then(|line| line.split_whitespace().next());
    let kib: f64 = figure.with_context(|| format!("no {label}"))?.parse()?;
    Ok(kib / 1024.0)
}

struct Stat {
    parent: u32,
    processor: Processor,
}

fn stat(text: &str) -> anyhow::Result<Stat> {
    // The name may hold anything; it ends with the last parenthesis.
    let (_, rest) = text.rsplit_once(')').context("no name of a process")?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let field = |place: usize| fields.get(place).copied().context("too few fields");
    let seconds = |place: usize| anyhow::Ok(field(place)?.parse::<f64>()? / TICKS);
    Ok(Stat {
        parent: field(1)?.parse()?,
        processor: Processor {
            own: seconds(11)? + seconds(12)?,
            ended_children: seconds(13)? + seconds(14)?,
        },
    })
}

fn busy(text: &str) -> anyhow::Result<f64> {
    let line = text.lines().next().context("no line")?;
    let figures = line.strip_prefix("cpu ").context("no figures of all")?;
    let mut ticks = 0.0;
    // user, nice, system, idle, waiting for the disk, interrupts, soft interrupts
    for (place, figure) in figures.split_whitespace().take(7).enumerate() {
        if place != 3 && place != 4 {
            ticks += figure.parse::<f64>()?;
        }
    }
    Ok(ticks / TICKS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_look_like_figures() {
        let line = "17 (a) R 1) S 5 0 0 0 -1 0 0 0 0 0 150 50 20 10 20 0 9";
        let read = stat(line).unwrap();
        assert_eq!(read.parent, 5);
        assert!((read.processor.own - 2.0).abs() < 1e-9);
        assert!((read.processor.ended_children - 0.3).abs() < 1e-9);
    }

    #[test]
    fn waiting_is_not_using() {
        let text = "cpu  100 20 30 9000 800 7 3 0 0 0\ncpu0 1 1 1 1 1 1 1 0 0 0\n";
        assert!((busy(text).unwrap() - 1.6).abs() < 1e-9);
    }

    #[test]
    fn this_process_is_found() {
        let own = std::process::id();
        assert!(memory_mib(own, "VmHWM:").unwrap() > 0.0);
        assert!(processor(own).unwrap().own <= family(own).unwrap());
        assert!(parent(own).unwrap() > 0);
    }
}
