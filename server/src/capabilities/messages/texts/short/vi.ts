import type { ShortTexts } from '../../letter.ts'

export const vi: ShortTexts = {
  'activation-link': ({ app, link, hours }) =>
    `Hãy xác nhận với ${app} rằng số này là của bạn. Liên kết dùng được một lần, trong ${hours} giờ:\n${link}`,
  'reset-link': ({ app, link, minutes }) =>
    `Mật khẩu mới cho ${app}. Liên kết dùng được một lần, trong ${minutes} phút; nếu bạn không yêu cầu, hãy bỏ qua:\n${link}`,
  'new-password': ({ app, password, hours }) =>
    `Mật khẩu mới của bạn cho ${app}:\n${password}\nCó hiệu lực trong ${hours} giờ; hãy đổi sau khi đăng nhập.`,
  'password-changed': ({ app, website }) =>
    `Mật khẩu của bạn tại ${app} đã được đổi. Nếu không phải bạn, hãy yêu cầu mật khẩu mới tại ${website} ngay.`,
  'contact-added': ({ app, website, contact }) =>
    `${contact} đã được thêm vào tài khoản của bạn tại ${app}. Nếu không phải bạn, hãy đăng nhập tại ${website} ngay và xóa đi.`,
  'contact-removed': ({ app, website, contact }) =>
    `${contact} đã được xóa khỏi tài khoản của bạn tại ${app}. Nếu không phải bạn, hãy đăng nhập tại ${website} ngay và đổi mật khẩu.`,
  'accounts-merged': ({ app, website }) =>
    `Hai tài khoản của bạn tại ${app} đã được gộp; tài khoản cũ hơn được giữ lại. Nếu không phải bạn, hãy đăng nhập tại ${website} ngay và đổi mật khẩu.`,
  'account-erased': ({ app }) => `Tài khoản của bạn tại ${app} đã được xóa, cùng với mọi dữ liệu chúng tôi lưu về bạn.`,
  welcome: ({ app, website }) =>
    `Tài khoản của bạn tại ${app} đã sẵn sàng. Nếu không phải bạn tạo, có người đang đọc được tin nhắn của bạn: hãy báo cho ${website}.`,
  'codes-alarm': ({ app, prefix, sent, verified, minutes }) =>
    `${app}: trong ${minutes} phút đã gửi ${sent} mã đến ${prefix}, chỉ ${verified} mã được nhập đúng. Hãy kiểm tra cổng SMS và hạn mức chi tiêu trong ngày.`,
  'account-code': ({ app, code, minutes }) =>
    `Mã đăng ký của bạn tại ${app}:\n${code}\nCó hiệu lực trong ${minutes} phút. Nếu bạn không đăng ký, đừng đưa mã cho ai.`,
  'login-taken': ({ app }) =>
    `Có người muốn đăng ký bằng tên đăng nhập của bạn tại ${app}. Nếu đó là bạn, hãy đăng nhập; không có gì thay đổi.`,
  code: ({ app, code, minutes }) =>
    `Mã của bạn cho ${app}:\n${code}\nCó hiệu lực trong ${minutes} phút. Đừng cho ai biết.`,
  spoken: ({ app, signs }) => `Mã của bạn cho ${app} là: ${signs}. Xin nhắc lại: ${signs}.`,
}
