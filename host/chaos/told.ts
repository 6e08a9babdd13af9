import { INVARIANTS, VERDICTS } from './check/finding.js';
import { GOALS } from './fault.js';
import type { ChaosReport, Injection } from './run.js';

const HEAD =
  'fault                                          times  held s  answer  lifecycle  message    goal  unknown';
const SHOWN = 40;

/** The report as a table: of each fault the worst seconds until the house was back. */
export function told(report: ChaosReport): string {
  const { operations, findings, late } = report;
  const verdicts = VERDICTS.map(
    (verdict) => `${verdict} ${findings.filter((one) => one.verdict === verdict).length}`,
  );
  return [
    HEAD,
    ...[...new Set(report.injections.map(({ name }) => name))].map((name) =>
      row(report.injections.filter((one) => one.name === name)),
    ),
    ...report.seen.map((line) => `  ${line}`),
    `lifecycles ${report.lifecycles} · write-offs ${report.writeOffs} · messages ${report.messages} · payments ${report.payments} · refunds ${report.refunds} · ${report.seconds} s, at rest ${report.drainedSeconds.toFixed(1)} s after the last fault`,
    `operations ok ${operations.ok} · refused ${operations.fail} · never known ${operations.unknown} · tried again ${operations.again}; checked in ${report.checkedMs} ms`,
    verdicts.join(' · '),
    ...findings
      .slice(0, SHOWN)
      .map(({ invariant, verdict, line }) => `  ${invariant} (${INVARIANTS[invariant]}) ${verdict}: ${line}`),
    ...(findings.length > SHOWN ? [`  and ${findings.length - SHOWN} more`] : []),
    ...late.map((line) => `  late ${line}`),
  ].join('\n');
}

function row(injections: readonly Injection[]): string {
  const [first] = injections;
  if (!first) return '';
  const worst = (of: (one: Injection) => number) => Math.max(...injections.map(of)).toFixed(1);
  const { of, seconds } = GOALS[first.part];
  const unknown = injections.reduce((sum, one) => sum + one.unknown, 0);
  return [
    `${first.id.padEnd(4)} ${first.name}`.padEnd(46),
    String(injections.length).padStart(5),
    worst((one) => one.heldSeconds).padStart(7),
    worst((one) => one.answer).padStart(7),
    worst((one) => one.lifecycle).padStart(10),
    worst((one) => one.message).padStart(8),
    `${of === 'answer' ? 'a' : of === 'lifecycle' ? 'l' : 'm'} ${seconds}`.padStart(8),
    String(unknown).padStart(8),
  ].join(' ');
}
