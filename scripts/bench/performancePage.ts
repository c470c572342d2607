import { formatTable, type Measurement } from './statistics.js';
import type { Part } from './parts.js';

/** The machine that figures come from, without its name and places on it. */
export type Machine = {
  cores: number;
  memoryGb: number;
  platform: string;
  node: string;
  day: string;
  /** Programs that wanted a core in the minute before, on average; none of them ours. */
  load: number;
};

export type Measured = Part & { measurements: readonly Measurement[] };

const introduction = `<!-- Written by "npm run bench -- --markdown docs/performance.md". -->

# Performance

Figures of one run, not promises. Each stands beside a baseline that was measured in the same run on the same machine, so the ratio
says more than the seconds. A bound is what a run is held to: \`npm run bench\` prints \`NO\` and fails where one does not hold.
`;

/** Said, so that nobody takes the figures of a busy machine for those of a quiet one. */
const busyLine = ({ cores, load }: Machine): string =>
  load > cores / 2
    ? ` Other programs kept the machine busy (load ${load.toFixed(1)}): times are too long, and bounds on them may not hold for that reason alone.`
    : '';

const machineLine = (machine: Machine): string => {
  const { cores, memoryGb, platform, node, day } = machine;
  return `Measured on ${day}: ${platform}, ${cores} cores, ${memoryGb} GB of memory, Node ${node}.${busyLine(machine)}\n`;
};

const section = ({ title, about, measurements }: Measured): string =>
  `## ${title}\n\n${about}\n\n${formatTable(measurements)}\n`;

/** A page of all that was measured. */
export const performancePage = (measured: readonly Measured[], machine: Machine): string =>
  [introduction, machineLine(machine), ...measured.map(section)].join('\n');
