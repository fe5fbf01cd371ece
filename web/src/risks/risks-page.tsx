import { RegisterPage } from '../register/register-page';
import { RISKS } from './kind';

export default function RisksPage() {
  return <RegisterPage kind={RISKS} />;
}
