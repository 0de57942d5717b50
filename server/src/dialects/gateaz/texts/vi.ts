import type { PortalTexts } from './texts.ts'

export const vi: PortalTexts = {
  registered: 'Bạn đã đăng ký thành công. Hãy mở liên kết trong email chúng tôi đã gửi cho bạn để kích hoạt tài khoản.',
  emailActive: 'Địa chỉ email này thuộc về một tài khoản đang hoạt động.',
  emailPending: 'Địa chỉ email này đã được đăng ký nhưng chưa được kích hoạt.',
  emailUnknown: 'Không có tài khoản nào dùng địa chỉ email này.',
  activated: 'Tài khoản đang hoạt động.',
  activationResent: 'Nếu có tài khoản dùng địa chỉ này đang chờ kích hoạt, một email đang được gửi đến.',
  welcome: 'Bạn đã đăng nhập.',
  mustChange: 'Bạn đã đăng nhập. Vui lòng đổi mật khẩu đã được gửi cho bạn qua email.',
  resetSent: 'Nếu có tài khoản dùng địa chỉ này, một email kèm liên kết đang được gửi đến.',
  passwordMailed:
    'Mật khẩu mới đã được tạo và đang được gửi qua email. Mật khẩu cũ vẫn dùng được cho đến khi mật khẩu mới được sử dụng.',
  passwordChanged: 'Mật khẩu đã được thay đổi.',
  updated: 'Thông tin đã được cập nhật.',
}
