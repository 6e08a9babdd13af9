import {
  AlertOutlined,
  CheckSquareOutlined,
  ClockCircleOutlined,
  EditOutlined,
  EyeOutlined,
  HourglassOutlined,
  InboxOutlined,
  QrcodeOutlined,
  SafetyCertificateOutlined,
  SendOutlined,
  StopOutlined,
  SwapOutlined,
  UserDeleteOutlined,
} from '@ant-design/icons';
import type { ComponentType } from 'react';
import { useMode } from '../mode.js';
import { LOOKS, type Look, type State } from '../states.js';
import { tintOf } from '../theme.js';
import { useWords } from '../words.js';

const ICONS: Readonly<Record<Look['icon'], ComponentType>> = {
  pen: EditOutlined,
  clock: ClockCircleOutlined,
  code: QrcodeOutlined,
  send: SendOutlined,
  flow: SwapOutlined,
  check: CheckSquareOutlined,
  eye: EyeOutlined,
  alert: AlertOutlined,
  done: SafetyCertificateOutlined,
  box: InboxOutlined,
  stop: StopOutlined,
  hourglass: HourglassOutlined,
  erase: UserDeleteOutlined,
};

/** One word, one colour, one icon for a state, wherever it is shown. */
export function StateChip({ state }: { state: State }) {
  const { t } = useWords();
  const { mode } = useMode();
  const look = LOOKS[state];
  const { text, ground, line } = tintOf(look, mode);
  const Icon = ICONS[look.icon];
  return (
    <span
      className={`chip chip-${look.face}`}
      style={{ color: text, background: look.face === 'filled' ? ground : 'transparent', borderColor: line }}
    >
      <Icon />
      <span className="chip-word">{t(`state.${state}`)}</span>
    </span>
  );
}
