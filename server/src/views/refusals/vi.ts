import { sayProblemsIn } from './say-problem.ts'
import type { RefusalTexts } from './texts.ts'

export const vi: RefusalTexts = {
  'input.missing': ({ field }) => `Thiếu ${field}.`,
  'input.invalid': ({ field, rule }) => `${field} chưa đúng: ${vi.rules[rule]}.`,
  'input.duplicate': ({ field }) => `${field} được gửi nhiều hơn một lần.`,
  'input.unknown': ({ field }) => `Ở đây không có trường ${field}.`,
  'input.malformed': ({ field }) => `${field} không phải là văn bản UTF-8 hợp lệ.`,
  'input.too-large': () => 'Dữ liệu gửi lên quá lớn.',
  'input.unsupported': () =>
    'Hãy gửi các giá trị trong phần truy vấn của địa chỉ hoặc dưới dạng biểu mẫu application/x-www-form-urlencoded.',
  'input.not-json': () =>
    'Hãy gửi nội dung dưới dạng một đối tượng JSON, mã hóa UTF-8, với Content-Type application/json.',
  'input.unknown-verb': () => 'Không có lệnh này.',
  'apps.not-authenticated': () => 'Trang web hoặc khóa của trang web không đúng.',
  'apps.not-live': () => 'Trang web này không hoạt động.',
  'apps.not-permitted': ({ permission }) => `Ứng dụng này không có quyền “${permission}”.`,
  'apps.insecure-transport': () => 'Hãy dùng https: mật khẩu và khóa không được chấp nhận qua http thường.',
  'apps.incomplete': ({ field }) => `Trang web này chưa khai báo ${field}.`,
  'apps.unknown': ({ app }) => `Không có ứng dụng “${app}”.`,
  'apps.conflict': ({ app }) => `Ứng dụng “${app}”, tên hoặc một trong các khóa bí mật của ứng dụng đã tồn tại.`,
  'users.contact-taken': () => 'Địa chỉ email này đã có tài khoản.',
  'users.suspended': () => 'Tài khoản này đã đóng. Vui lòng liên hệ người quản trị.',
  'users.not-mergeable': () =>
    'Không thể gộp hai tài khoản này: không có tài khoản nào khác dùng địa chỉ hoặc số này, một trong hai vừa thay đổi, hoặc tài khoản mới hơn có tên đăng nhập riêng của một trang web.',
  'users.last-way-in': () =>
    'Đây là địa chỉ duy nhất bạn đã xác nhận; không có địa chỉ này, bạn sẽ không đăng nhập được nữa. Hãy thêm một địa chỉ khác trước.',
  'passwords.wrong': () => 'Tài khoản hoặc mật khẩu không đúng.',
  'passwords.too-short': ({ minimum }) => `Mật khẩu cần có ít nhất ${minimum} ký tự.`,
  'passwords.too-long': ({ maximum }) => `Mật khẩu chỉ được có tối đa ${maximum} ký tự.`,
  'passwords.common': () => 'Mật khẩu này quá phổ biến. Hãy chọn mật khẩu khác.',
  'verification.failed': () => 'Mã không đúng, đã được dùng hoặc đã hết hạn. Hãy yêu cầu mã mới.',
  'verification.paused': () => 'Mã đã bị nhập sai quá nhiều lần. Hãy đăng nhập bằng cách khác hoặc thử lại sau.',
  'verification.country-closed': () =>
    'Chúng tôi không gửi mã đến số của quốc gia này. Hãy nhập số khác hoặc địa chỉ email của bạn.',
  'verification.textless': () =>
    'Số này là điện thoại cố định nên không nhận được tin nhắn. Hãy nhập số di động hoặc địa chỉ email của bạn.',
  'server.texts-stopped': () =>
    'Tin nhắn hôm nay đã đến giới hạn nên chưa có gì được gửi. Hãy đăng nhập bằng email hoặc mật khẩu, hoặc thử lại vào ngày mai.',
  'registration.already-active': () => 'Tài khoản này đã được kích hoạt từ trước.',
  'registration.not-active': () =>
    'Trước tiên, bạn hãy xác nhận địa chỉ email: mở liên kết mà chúng tôi đã gửi cho bạn.',
  'limits.exhausted': ({ retryAfterSeconds }) =>
    `Bạn đã thử quá nhiều lần. Hãy thử lại sau ${vi.wait(retryAfterSeconds)}.`,
  'server.overloaded': () => 'Hệ thống đang bận. Hãy thử lại sau giây lát.',
  'server.unavailable': () => 'Dịch vụ này tạm thời không hoạt động. Chưa có gì bị thay đổi; hãy thử lại sau giây lát.',
  'apps.not-in-review': ({ app }) => `Ứng dụng “${app}” không ở bước này, hoặc vừa được thay đổi. Hãy xem lại.`,
  'apps.approved': ({ field }) => `${field} đã được duyệt và không đổi được nữa. Hãy nhờ người quản trị thay đổi.`,
  'apps.domain-not-proven': ({ domain }) =>
    `Trước hết hãy chứng minh ${domain} là của bạn: đặt tệp hoặc bản ghi DNS vào đúng chỗ.`,
  'verification.too-soon': ({ retryAfterSeconds }) =>
    `Một mã vừa được gửi. Hãy yêu cầu mã khác sau ${vi.wait(retryAfterSeconds)}.`,
  'guests.event-unknown': ({ event }) => `Không có sự kiện nào mang số “${event}”.`,
  'guests.event-taken': ({ event }) => `Số “${event}” đã thuộc về một sự kiện khác.`,
  'forms.unknown': ({ form }) => `Không có biểu mẫu “${form}”.`,
  'forms.answer-refused': ({ problems }) => sayProblemsIn(vi, problems),
  'forms.answer-unknown': () => 'Không có câu trả lời này.',
  'forms.provider-unknown': ({ provider }) => `Không có cách đăng nhập “${provider}”, hoặc cách này đang tắt.`,
  'forms.event-unknown': ({ event }) => `Sự kiện “${event}” chưa được khai báo để gửi mã.`,
  'forms.login-taken': () => 'Tên đăng nhập này thuộc về một tài khoản khác. Hãy chọn tên khác.',
  'input.not-multipart': () => 'Hãy gửi tệp dưới dạng multipart/form-data.',
  'files.unknown': () => 'Không có tệp này.',
  'files.too-large': ({ megabytes }) => `Tệp chỉ được nặng tối đa ${megabytes} MB. Hãy chọn tệp nhỏ hơn.`,
  'files.too-many': ({ maximum }) => `Chỉ được chọn tối đa ${maximum} tệp.`,
  'files.wrong-type': ({ types }) => `Ở đây không nhận loại tệp này. Hãy chọn một trong các loại: ${types}.`,
  'files.unreadable': () => 'Ảnh bị hỏng hoặc có quá nhiều điểm ảnh. Hãy chọn ảnh khác.',
  'files.quota': () => 'Đã hết chỗ cho tệp mới. Hãy xóa bớt tệp cũ trước.',
  'server.no-room': () => 'Hiện không còn chỗ cho tệp mới. Chưa có gì được lưu; hãy thử lại sau.',
  'invitations.unknown': () => 'Không tìm thấy lời mời này.',
  'invitations.over': () => 'Lời mời này đã được dùng, bị hủy hoặc hết hạn. Hãy yêu cầu ứng dụng gửi lời mời mới.',
  'pages.stale-form': () => 'Trang này đã mở quá lâu, hoặc tài khoản đang đăng nhập đã thay đổi. Hãy thử lại từ đây.',
  'pages.not-found': () => 'Không có trang nào ở địa chỉ này. Hãy kiểm tra lại địa chỉ hoặc bắt đầu lại.',
  'sessions.not-signed-in': () => 'Trước tiên, bạn hãy đăng nhập.',
  'sessions.not-fresh': () => 'Trước tiên, bạn hãy đăng nhập lại để chúng tôi biết chắc đó là bạn.',
  rules: {
    email: 'phải là địa chỉ email, ví dụ ten@example.com',
    mobile: 'phải là số điện thoại có ít nhất 10 chữ số',
    contact: 'phải là địa chỉ email, ví dụ ten@example.com, hoặc số di động',
    date: 'phải là một ngày có thật, ví dụ 1989-05-24',
    choice: 'phải là một giá trị trong danh sách',
    text: 'nội dung trống, quá dài hoặc có ký tự không được phép',
    number: 'phải là một số',
    language: 'phải là một trong các mã fa, ar, vi, fr, en',
    url: 'phải là địa chỉ web',
    domain: 'phải là tên miền, ví dụ example.com',
    'national-code': 'phải là số định danh gồm 10 chữ số có chữ số cuối khớp với các chữ số còn lại',
    iban: 'phải là số IBAN có chữ số kiểm tra đúng, ví dụ IR062960000000100324200001',
    'postal-code': 'phải là mã bưu chính gồm 10 chữ số',
    phone: 'phải là số điện thoại kèm mã vùng',
    code: 'phải là mã chúng tôi đã gửi',
    'return-url': 'tên miền và đường dẫn phải thuộc một địa chỉ đã đăng ký cho ứng dụng này',
    type: 'giá trị phải thuộc kiểu khác',
    length: 'ngắn hơn hoặc dài hơn mức cho phép',
    range: 'nhỏ hơn hoặc lớn hơn mức cho phép',
    pattern: 'không theo dạng được yêu cầu',
    unique: 'người khác đã nhập giá trị này',
    file: 'phải là tệp có tên, liên kết và kích thước',
    'file-size': 'tệp lớn hơn mức cho phép',
    'file-count': 'có nhiều tệp hơn mức cho phép',
  },
  wait: (seconds) => {
    if (seconds < 120) return `${seconds} giây`
    if (seconds < 7200) return `${Math.ceil(seconds / 60)} phút`
    return `${Math.ceil(seconds / 3600)} giờ`
  },
  failed: (request) => `Đã có lỗi ở phía chúng tôi. Nếu lỗi lặp lại, hãy cho chúng tôi biết số này: ${request}`,
}
