import type { AnyFace } from './face-parts.js';
import './face-words.js';
import './faces.css';
import { FinanceFace } from './finance-face.js';
import { LogisticsFace } from './logistics-face.js';
import type { Purpose } from './purposes.js';
import { SalesFace } from './sales-face.js';
import { ServiceFace } from './service-face.js';

interface Props {
  orderNo: string;
  currency: string;
  purpose: Purpose;
  face: AnyFace;
}

/** One code, the face of the scanner's own work (P3.2.1–P3.2.4). */
export function Face({ face, purpose, ...order }: Props) {
  switch (face.kind) {
    case 'sales':
      return <SalesFace {...order} face={face} />;
    case 'customer_service':
      return <ServiceFace {...order} face={face} />;
    case 'finance':
      return <FinanceFace {...order} face={face} />;
    case 'logistics':
      return (
        <LogisticsFace {...order} face={face} lines={purpose !== 'handle' || face.nextHandling === null} />
      );
    case 'other':
      return null;
  }
}
