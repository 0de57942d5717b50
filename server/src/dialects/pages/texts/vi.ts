import type { PageTexts } from './texts.ts'

export const vi: PageTexts = {
  signInTo: (app) => `Đăng nhập vào ${app}`,
  email: 'Địa chỉ email',
  password: 'Mật khẩu',
  signIn: 'Đăng nhập',
  cancel: 'Để sau',
  problem: 'Chưa thực hiện được',
  allowTitle: (app) => `Tiếp tục đến ${app}?`,
  willReceive: (app) => `${app} sẽ nhận được:`,
  scopes: {
    account: 'số tài khoản của bạn, để phân biệt bạn với người khác',
    profile: 'hồ sơ của bạn: họ tên, giới tính, ngày sinh, ảnh và trang web',
    email: 'địa chỉ email của bạn',
    phone: 'số điện thoại của bạn',
    offline_access: 'tất cả những điều trên cả khi bạn vắng mặt, cho đến khi bạn thu hồi',
  },
  signedInAs: (person) => `Bạn đang đăng nhập với tài khoản ${person}.`,
  allow: 'Tiếp tục',
  over: 'Phiên đăng nhập này đã kết thúc',
  overHelp: 'Phiên đã hoàn tất, đã quá lâu hoặc được bắt đầu ở trình duyệt khác. Hãy quay lại ứng dụng và bắt đầu lại.',
}
