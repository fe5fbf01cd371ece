import { RegisterPage } from '../register/list/register-page';
import { INCIDENTS } from './kind';

export default function IncidentsPage() {
  return <RegisterPage kind={INCIDENTS} />;
}
