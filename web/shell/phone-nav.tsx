import { Drawer } from 'antd';
import { useWords } from '../words.js';
import { Nav } from './nav.js';

/** The entries on a phone, behind one button. */
export function PhoneNav({ close }: { close: () => void }) {
  const { t } = useWords();
  return (
    <Drawer open placement="left" size={240} title={t('nav.menu')} onClose={close}>
      <Nav onGo={close} />
    </Drawer>
  );
}
