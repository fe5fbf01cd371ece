import { RegisterPage } from '../register/list/register-page';
import { RISKS } from './kind';
import { MatrixFilter } from './matrix-filter';

export default function RisksPage() {
  return (
    <RegisterPage kind={RISKS} tools={(query, onChange) => <MatrixFilter query={query} onChange={onChange} />} />
  );
}
