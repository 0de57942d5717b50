import type { MessageTexts } from '../letter.ts'

const unasked = 'Nếu không phải bạn yêu cầu, bạn không cần làm gì: không có email này thì không ai tiếp tục được.'

export const vi: MessageTexts = {
  'activation-link': ({ app, website, link, hours, at }) => ({
    subject: `Xác nhận địa chỉ email của bạn cho ${app}`,
    title: 'Xác nhận địa chỉ email của bạn',
    paragraphs: [
      `Có người đã đăng ký bằng địa chỉ này tại ${app} (${website}) vào ${at}.`,
      `Nếu đó là bạn, hãy xác nhận địa chỉ. Liên kết chỉ dùng được một lần, trong vòng ${hours} giờ.`,
    ],
    action: { label: 'Xác nhận địa chỉ', url: link },
    closing: ['Nếu bạn không đăng ký, đừng mở liên kết: tài khoản sẽ không hoạt động và sẽ tự động được xóa.'],
  }),
  'reset-link': ({ app, website, link, minutes, at }) => ({
    subject: `Mật khẩu mới cho ${app}`,
    title: 'Tạo mật khẩu mới',
    paragraphs: [
      `Có người đã yêu cầu mật khẩu mới cho tài khoản của bạn tại ${app} (${website}) vào ${at}.`,
      `Nếu đó là bạn, hãy mở liên kết. Liên kết chỉ dùng được một lần, trong vòng ${minutes} phút. Mật khẩu cũ vẫn dùng được cho đến khi bạn dùng mật khẩu mới.`,
    ],
    action: { label: 'Tạo mật khẩu mới', url: link },
    closing: [unasked],
  }),
  'new-password': ({ app, website, password, hours, at }) => ({
    subject: `Mật khẩu mới của bạn cho ${app}`,
    title: 'Mật khẩu mới của bạn',
    paragraphs: [
      `Mật khẩu này được tạo cho bạn tại ${app} (${website}) vào ${at}. Mật khẩu có hiệu lực trong ${hours} giờ; hãy đổi mật khẩu sau khi đăng nhập.`,
    ],
    code: password,
    closing: [
      'Mật khẩu cũ vẫn dùng được cho đến khi mật khẩu này được dùng lần đầu. Nếu bạn không yêu cầu, hãy xóa email này.',
    ],
  }),
  'password-changed': ({ app, website, at }) => ({
    subject: 'Mật khẩu của bạn đã được thay đổi',
    title: 'Mật khẩu của bạn đã được thay đổi',
    paragraphs: [`Mật khẩu tài khoản của bạn tại ${app} (${website}) đã được thay đổi vào ${at}.`],
    closing: [
      `Nếu không phải bạn thay đổi, hãy yêu cầu mật khẩu mới tại ${website} ngay bây giờ: người kia sẽ không vào được tài khoản nữa.`,
    ],
  }),
  'contact-added': ({ app, website, contact, at }) => ({
    subject: 'Một địa chỉ đã được thêm vào tài khoản của bạn',
    title: 'Một địa chỉ đã được thêm vào tài khoản của bạn',
    paragraphs: [
      `Địa chỉ ${contact} đã được thêm vào tài khoản của bạn tại ${app} (${website}) vào ${at}. Từ nay cũng đăng nhập được bằng địa chỉ này.`,
    ],
    closing: [`Nếu không phải bạn làm, hãy đăng nhập tại ${website} ngay bây giờ, xóa địa chỉ đó và đổi mật khẩu.`],
  }),
  'contact-removed': ({ app, website, contact, at }) => ({
    subject: 'Một địa chỉ đã được xóa khỏi tài khoản của bạn',
    title: 'Một địa chỉ đã được xóa khỏi tài khoản của bạn',
    paragraphs: [
      `Địa chỉ ${contact} đã được xóa khỏi tài khoản của bạn tại ${app} (${website}) vào ${at}. Không còn đăng nhập được bằng địa chỉ này nữa.`,
    ],
    closing: [
      `Nếu không phải bạn làm, hãy đăng nhập tại ${website} ngay bây giờ bằng một địa chỉ khác của bạn và đổi mật khẩu.`,
    ],
  }),
  'accounts-merged': ({ app, website, at }) => ({
    subject: 'Hai tài khoản của bạn đã được gộp làm một',
    title: 'Hai tài khoản của bạn đã được gộp làm một',
    paragraphs: [
      `Hai tài khoản của bạn tại ${app} (${website}) đã được gộp vào ${at}. Tài khoản cũ hơn được giữ lại, với địa chỉ và số điện thoại của cả hai; nơi nào bạn đăng nhập bằng tài khoản mới hơn, hãy đăng nhập lại.`,
    ],
    closing: [
      `Nếu không phải bạn làm, hãy đăng nhập tại ${website} ngay bây giờ, đổi mật khẩu và báo cho người quản trị dịch vụ này.`,
    ],
  }),
  'account-erased': ({ app, website, at }) => ({
    subject: 'Tài khoản của bạn đã được xóa',
    title: 'Tài khoản của bạn đã được xóa',
    paragraphs: [
      `Tài khoản của bạn tại ${app} (${website}) đã được xóa vào ${at}, cùng với mọi dữ liệu chúng tôi lưu về bạn. Đây là email cuối cùng của chúng tôi.`,
    ],
    closing: [
      'Nếu không phải bạn làm, hãy báo cho người quản trị dịch vụ này; những gì đã xóa không tự khôi phục được.',
    ],
  }),
  welcome: ({ app, website, at }) => ({
    subject: 'Tài khoản của bạn đã sẵn sàng',
    title: 'Tài khoản của bạn đã sẵn sàng',
    paragraphs: [
      `Một tài khoản với địa chỉ này đã được tạo tại ${app} (${website}) vào ${at}, sau khi địa chỉ được xác nhận bằng mã.`,
    ],
    closing: [
      `Nếu không phải bạn làm, có người đang đọc được thư của bạn: hãy yêu cầu mật khẩu mới tại ${website} và đổi cả mật khẩu hộp thư của bạn.`,
    ],
  }),
  'codes-alarm': ({ app, website, at, prefix, sent, verified, minutes }) => ({
    subject: `Ít mã được nhập đúng tại ${app}`,
    title: 'Ít mã được nhập đúng',
    paragraphs: [
      `Tại ${app} (${website}), trong ${minutes} phút đã có ${sent} mã được gửi đến các số bắt đầu bằng ${prefix}, nhưng chỉ ${verified} mã được nhập đúng. Thời điểm cảnh báo: ${at}.`,
      'Có thể ai đó đang yêu cầu mã cho những số đem lại tiền cho họ, hoặc đang thử lần lượt nhiều số. Khi tin nhắn của cổng SMS không đến nơi, dấu hiệu cũng giống như vậy.',
    ],
    closing: [
      'Hãy xem báo cáo gửi của cổng SMS, danh sách quốc gia được phục vụ và hạn mức chi tiêu tin nhắn trong ngày.',
    ],
  }),
  'account-code': ({ app, website, code, minutes, at }) => ({
    subject: `${code} là mã đăng ký của bạn tại ${app}`,
    title: 'Mã đăng ký của bạn',
    paragraphs: [
      `Có người đã đăng ký bằng địa chỉ này tại ${app} (${website}) vào ${at}.`,
      `Nếu đó là bạn, hãy nhập mã này tại đó. Mã có hiệu lực trong ${minutes} phút.`,
    ],
    code,
    closing: ['Nếu bạn không đăng ký, đừng đưa mã cho ai: tài khoản sẽ không hoạt động và sẽ tự động được xóa.'],
  }),
  'login-taken': ({ app, website, at }) => ({
    subject: `Bạn đã có tài khoản tại ${app}`,
    title: 'Bạn đã có tài khoản',
    paragraphs: [
      `Có người muốn đăng ký bằng tên đăng nhập của bạn tại ${app} (${website}) vào ${at}. Tên này thuộc về tài khoản của bạn và không có gì thay đổi.`,
    ],
    closing: [
      'Nếu đó là bạn, hãy đăng nhập thay vì đăng ký, hoặc yêu cầu mật khẩu mới. Nếu không, bạn không cần làm gì.',
    ],
  }),
  code: ({ app, code, minutes }) => ({
    subject: `${code} là mã của bạn cho ${app}`,
    title: 'Mã của bạn',
    paragraphs: [`Nhập mã này tại ${app}. Mã có hiệu lực trong ${minutes} phút.`],
    code,
    closing: [`Đừng cho ai biết mã này. ${unasked}`],
  }),
}
