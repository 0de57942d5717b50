import type { InvitationTexts } from './texts.ts'

export const vi: InvitationTexts = {
  title: (app) => `${app} đã chuẩn bị sẵn tài khoản cho bạn`,
  lead: () => 'Chỉ còn ba bước ngắn: xác nhận email, xem lại thông tin và chọn mật khẩu.',
  willSend: (email) => `Trước hết chúng tôi gửi một mã đến ${email}.`,
  send: 'Gửi mã',
  unexpected: (app) =>
    `Bạn không chờ điều này từ ${app}? Hãy đóng trang. Chưa có tài khoản nào được tạo, và những thông tin này sẽ tự động được xóa trong vòng một ngày.`,
  codeTitle: 'Nhập mã trong email',
  sent: (email) => `Mã đang được gửi đến ${email} và có hiệu lực trong vài phút.`,
  code: 'Mã bạn nhận được',
  codeHelp: '6 chữ số',
  goOn: 'Tiếp tục',
  sendAgain: 'Gửi mã mới',
  enterTitle: 'Bạn đã có tài khoản',
  enterHelp: (app, email) =>
    `Đã có tài khoản dùng ${email}. Những gì ${app} điền không làm thay đổi tài khoản đó. Hãy đăng nhập để tiếp tục.`,
  enter: (app) => `Đăng nhập và tiếp tục đến ${app}`,
  reviewTitle: 'Những thông tin này có đúng không?',
  reviewHelp: (app) => `${app} đã điền giúp bạn. Hãy sửa chỗ sai và xóa những gì bạn không muốn giữ.`,
  userName: 'Tên người dùng',
  maskedHelp: (end) => `Kết thúc bằng ${end}. Để trống ô này nếu muốn giữ nguyên.`,
  drop: (label) => `Không giữ: ${label}`,
  passwordTitle: 'Chọn mật khẩu của bạn',
  passwordLead: (app) => `Bạn sẽ đăng nhập bằng email này và mật khẩu của mình. ${app} không bao giờ thấy mật khẩu đó.`,
  email: 'Email của bạn',
  password: 'Mật khẩu mới',
  passwordHelp: (least) => `Ít nhất ${least} ký tự. Vài từ chỉ riêng bạn thấy liên quan thì dễ nhớ mà khó đoán.`,
  agree: 'Khi làm vậy, bạn chấp nhận các điều khoản có liên kết bên dưới.',
  finish: 'Tạo tài khoản của tôi',
  backToReview: 'Xem lại thông tin của tôi',
  step: (place, all) => `Bước ${place} trên ${all}`,
  over: {
    unknown: {
      title: 'Liên kết này không dùng được ở đây',
      help: () =>
        'Có thể liên kết bị gõ sai hoặc được mở trong trình duyệt khác. Hãy mở lại đúng như ứng dụng đã đưa, hoặc xin ứng dụng một liên kết mới.',
    },
    finished: {
      title: 'Lời mời này đã được dùng',
      help: (app) => `Tài khoản đã được tạo. Hãy dùng tài khoản đó để tiếp tục, hoặc quay lại ${app}.`,
    },
    cancelled: {
      title: 'Lời mời này đã bị rút lại',
      help: (app) => `${app} đã tạo lời mời mới hơn hoặc hủy lời mời này. Hãy quay lại ${app} và bắt đầu từ đó.`,
    },
    expired: {
      title: 'Lời mời này đã hết hạn',
      help: (app) =>
        `Lời mời không còn hiệu lực và những thông tin đã điền đã được xóa. Hãy quay lại ${app} để xin lời mời mới.`,
    },
  },
  toAccount: 'Đến tài khoản của tôi',
  toSignIn: 'Đăng nhập',
  backTo: (app) => `Quay lại ${app}`,
}
