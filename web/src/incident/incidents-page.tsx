import { RegisterPage } from '../register/register-page';
import { INCIDENTS } from './kind';

export default function IncidentsPage() {
  return <RegisterPage kind={INCIDENTS} />;
}
