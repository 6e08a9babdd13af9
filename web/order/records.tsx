import { Link } from '@tanstack/react-router';
import { Tag } from 'antd';
import type { ReactNode } from 'react';
import { useMay } from '../me.js';
import { Panel } from '../parts/panel.js';
import { Due, When } from '../parts/when.js';
import { useWords } from '../words.js';
import { receiverOf, type StoryItem } from './story.js';

/** Hand-overs, messages, reviews and cases, each as its own short list. */
export function Records({ items }: { items: StoryItem[] }) {
  return (
    <>
      <Hops items={items} />
      <Messages items={items} />
      <Reviews items={items} />
      <Cases items={items} />
    </>
  );
}

function Hops({ items }: { items: StoryItem[] }) {
  const { t, word } = useWords();
  const hops = items.flatMap((item) => (item.kind === 'hop' ? [item.hop] : []));
  return (
    <Listed title={t('order.hops')}>
      {hops.map((hop) => (
        <li key={hop.hopNo}>
          <span>{`${word('department', hop.fromDepartment)} → ${receiverOf(hop, word)}`}</span>
          <Tag>{word('hopStatus', hop.status)}</Tag>
          <span className="quiet">
            {hop.status === 'offered' ? <Due at={hop.answerBy} /> : <When at={hop.offeredAt} />}
          </span>
        </li>
      ))}
    </Listed>
  );
}

function Messages({ items }: { items: StoryItem[] }) {
  const { t, word } = useWords();
  const messages = items.flatMap((item) => (item.kind === 'message' ? [item.message] : []));
  return (
    <Listed title={t('order.messages')}>
      {messages.map((message) => (
        <li key={message.id}>
          <span>{word('channel', message.channel)}</span>
          <Tag>{word('messageStatus', message.status)}</Tag>
          <span className="quiet">
            <When at={message.finishedAt ?? message.queuedAt} />
          </span>
        </li>
      ))}
    </Listed>
  );
}

const VERDICTS: Readonly<Record<string, string>> = {
  review_approved: 'approved',
  review_rejected: 'rejected',
  review_returned: 'returned',
};

/** Each review with its last decision; those who read reviews go on to it. */
function Reviews({ items }: { items: StoryItem[] }) {
  const { t, word } = useWords();
  const may = useMay('review.read');
  const facts = items.flatMap((item) => (item.kind === 'fact' ? [item.fact] : []));
  const opened = facts.filter(({ type }) => type === 'review_opened');
  const lastOf = (reviewId: unknown) =>
    facts.findLast(({ type, detail }) => type in VERDICTS && detail.reviewId === reviewId);
  return (
    <Listed title={t('order.reviews')}>
      {opened.map(({ number, recordedAt, detail: { reviewId } }) => {
        const last = lastOf(reviewId);
        const name = t('order.review_no', { number });
        return (
          <li key={number}>
            {may && typeof reviewId === 'string' ? (
              <Link to="/reviews/$reviewId" params={{ reviewId }}>
                {name}
              </Link>
            ) : (
              <span>{name}</span>
            )}
            <Tag>{last ? word('decision', VERDICTS[last.type] ?? last.type) : t('order.review_open')}</Tag>
            <span className="quiet">
              <When at={last?.recordedAt ?? recordedAt} />
            </span>
          </li>
        );
      })}
    </Listed>
  );
}

function Cases({ items }: { items: StoryItem[] }) {
  const { t, word } = useWords();
  const may = useMay('case.read');
  const cases = items.flatMap((item) => (item.kind === 'case_opened' ? [item] : []));
  return (
    <Listed title={t('order.cases')}>
      {cases.map(({ at, case: one }) => {
        const name = `${word('caseKind', one.kind)} · ${word('step', one.step)}`;
        return (
          <li key={one.id}>
            {may ? (
              <Link to="/cases/$caseId" params={{ caseId: one.id }}>
                {name}
              </Link>
            ) : (
              <span>{name}</span>
            )}
            <Tag>{word('caseStatus', one.status)}</Tag>
            <span className="quiet">
              <When at={at} />
            </span>
          </li>
        );
      })}
    </Listed>
  );
}

function Listed({ title, children }: { title: string; children: ReactNode[] }) {
  const { t } = useWords();
  return (
    <Panel title={title}>
      {children.length === 0 ? (
        <p className="quiet">{t('order.none')}</p>
      ) : (
        <ul className="records">{children}</ul>
      )}
    </Panel>
  );
}
