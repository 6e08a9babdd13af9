import type { TimelineItem } from '../api/contract/timeline.js';
import { detailText, moment, table } from './print.js';
import type { AnswerOf } from './reply.js';

/** The story of an order, oldest first, one line an event. */
export function tellTimeline({ items }: AnswerOf<'showTimeline'>): string {
  const rows = items.map((item) => [moment(item.at), item.kind, ...eventOf(item)]);
  return table(
    [{ title: 'at' }, { title: 'kind' }, { title: 'what' }, { title: 'who' }, { title: 'detail' }],
    rows,
  );
}

/** What, by whom, and the rest. */
function eventOf(item: TimelineItem): [string, string, string] {
  switch (item.kind) {
    case 'fact': {
      const { number, type, actor, detail, note } = item.fact;
      const more = [detailText(detail), note].filter((part) => part).join(' · ');
      return [`${number} ${type}`, actor.id, more];
    }
    case 'hop': {
      const { hopNo, status, fromDepartment, toKind, toName, answeredBy } = item.hop;
      return [`hop ${hopNo} ${status}`, answeredBy ?? '', `${fromDepartment} → ${toKind} ${toName}`];
    }
    case 'message': {
      const { channel, template, status, errorCode } = item.message;
      return [`${channel} ${status}`, '', [template, errorCode].filter((part) => part).join(' · ')];
    }
    case 'verification': {
      const { rule, verdict, nearest, policyVersion } = item.verification;
      return [`${verdict}`, '', [rule, `policy ${policyVersion}`, ...nearest].join(' · ')];
    }
    case 'comment': {
      const { author, text, withdrawnAt, id } = item.comment;
      return [
        withdrawnAt ? 'comment, taken back' : 'comment',
        author,
        [text, id].filter((part) => part).join(' · '),
      ];
    }
    case 'file': {
      const { author, name, mediaType, bytes, withdrawnAt, id } = item.file;
      const title = withdrawnAt ? 'file, taken back' : 'file';
      return [title, author, [name, mediaType, `${bytes} bytes`, id].filter((part) => part).join(' · ')];
    }
    case 'case_opened':
    case 'case_closed': {
      const { kind, step, code, status, blocking, id } = item.case;
      const title = `${kind} case ${status}`;
      return [title, '', `${step} ${code}${blocking ? ', blocking' : ''} (${id})`];
    }
  }
}
