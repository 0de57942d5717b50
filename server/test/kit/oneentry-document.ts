/**
 * Every body that the platform's document shows for `signUp` (contracts/oneentry.md), as it shows it. They share one form
 * and one login there.
 */
export const documentBodies = [
  {
    formIdentifier: 'reg',
    authData: [
      {
        marker: 'login',
        value: 'example@oneentry.cloud',
      },
      {
        marker: 'password',
        value: '12345',
      },
    ],
    formData: [
      {
        marker: 'last_name',
        type: 'string',
        value: 'Name',
      },
    ],
    notificationData: {
      email: 'example@oneentry.cloud',
      phonePush: ['+99999999999'],
      phoneSMS: '+99999999999',
    },
  },
  {
    formIdentifier: 'reg',
    langCode: 'en_US',
    authData: [
      {
        marker: 'login',
        value: 'test',
      },
      {
        marker: 'password',
        value: '12345',
      },
    ],
    formData: [
      {
        marker: 'last_name',
        type: 'string',
        value: 'Fyodor Ivanov',
      },
    ],
    notificationData: {
      email: 'test@test.zone',
      phonePush: [],
      phoneSMS: '+19991234567',
    },
  },
  {
    formIdentifier: 'reg',
    langCode: 'en_US',
    authData: [
      {
        marker: 'login',
        value: 'test',
      },
      {
        marker: 'password',
        value: '12345',
      },
    ],
    formData: [
      {
        marker: 'birthday',
        type: 'date',
        value: {
          fullDate: '2024-05-07T21:02:00.000Z',
          formattedValue: '08-05-2024 00:02',
          formatString: 'DD-MM-YYYY HH:mm',
        },
      },
    ],
    notificationData: {
      email: 'test@test.zone',
      phonePush: [],
      phoneSMS: '+19991234567',
    },
  },
  {
    formIdentifier: 'reg',
    langCode: 'en_US',
    authData: [
      {
        marker: 'login',
        value: 'test',
      },
      {
        marker: 'password',
        value: '12345',
      },
    ],
    formData: [
      {
        marker: 'about',
        type: 'text',
        value: {
          htmlValue: '<p>This is me</p>',
          plainValue: '',
          params: {
            isEditorDisabled: false,
            isImageCompressed: true,
          },
        },
      },
    ],
    notificationData: {
      email: 'test@test.zone',
      phonePush: [],
      phoneSMS: '+19991234567',
    },
  },
  {
    formIdentifier: 'reg',
    langCode: 'en_US',
    authData: [
      {
        marker: 'login',
        value: 'test',
      },
      {
        marker: 'password',
        value: '12345',
      },
    ],
    formData: [
      {
        marker: 'about',
        type: 'textWithHeader',
        value: {
          header: 'Header',
          htmlValue: '<p>This is me</p>',
          plainValue: '',
          params: {
            isEditorDisabled: false,
            isImageCompressed: true,
          },
        },
      },
    ],
    notificationData: {
      email: 'test@test.zone',
      phonePush: [],
      phoneSMS: '+19991234567',
    },
  },
  {
    formIdentifier: 'reg',
    langCode: 'en_US',
    authData: [
      {
        marker: 'login',
        value: 'test',
      },
      {
        marker: 'password',
        value: '12345',
      },
    ],
    formData: [
      {
        marker: 'avatar',
        type: 'image',
        value: [
          {
            filename: 'files/project/page/10/image/Screenshot-from-2024-05-02-15-23-14.png',
            downloadLink:
              'http://my-site.zone/cloud-static/files/project/page/10/image/Screenshot-from-2024-05-02-15-23-14.png',
            size: 392585,
            previewLink: '',
            params: {
              isImageCompressed: true,
            },
          },
        ],
      },
    ],
    notificationData: {
      email: 'test@test.zone',
      phonePush: [],
      phoneSMS: '+19991234567',
    },
  },
  {
    formIdentifier: 'reg',
    langCode: 'en_US',
    authData: [
      {
        marker: 'login',
        value: 'test',
      },
      {
        marker: 'password',
        value: '12345',
      },
    ],
    formData: [
      {
        marker: 'picture',
        type: 'file',
        value: [
          {
            filename: 'files/project/page/10/image/Screenshot-from-2024-05-02-15-23-14.png',
            downloadLink:
              'http://my-site.zone/cloud-static/files/project/page/10/image/Screenshot-from-2024-05-02-15-23-14.png',
            size: 392585,
          },
        ],
      },
    ],
    notificationData: {
      email: 'test@test.zone',
      phonePush: [],
      phoneSMS: '+19991234567',
    },
  },
  {
    formIdentifier: 'reg',
    langCode: 'en_US',
    authData: [
      {
        marker: 'login',
        value: 'test',
      },
      {
        marker: 'password',
        value: '12345',
      },
    ],
    formData: [
      {
        marker: 'selector',
        type: 'list',
        value: [
          {
            title: 'red',
            value: '1',
            extended: {
              value: 'red',
              type: 'string',
            },
          },
        ],
      },
    ],
    notificationData: {
      email: 'test@test.zone',
      phonePush: [],
      phoneSMS: '+19991234567',
    },
  },
  {
    formIdentifier: 'reg',
    langCode: 'en_US',
    authData: [
      {
        marker: 'login',
        value: 'test',
      },
      {
        marker: 'password',
        value: '12345',
      },
    ],
    formData: [
      {
        marker: 'entity-selector',
        type: 'entity',
        value: [
          {
            id: '1',
            title: 'red',
            value: '1',
            parentId: 'null',
          },
        ],
      },
    ],
    notificationData: {
      email: 'test@test.zone',
      phonePush: [],
      phoneSMS: '+19991234567',
    },
  },
  {
    formIdentifier: 'reg',
    langCode: 'en_US',
    authData: [
      {
        marker: 'login',
        value: 'test',
      },
      {
        marker: 'password',
        value: '12345',
      },
    ],
    formData: [
      {
        marker: 'selector',
        type: 'list',
        value: [
          {
            title: 'red',
            value: '1',
            extended: {
              value: 'red',
              type: 'string',
            },
          },
        ],
      },
    ],
    notificationData: {
      email: 'test@test.zone',
      phonePush: ['7DD987F846400079F4B03C058365A4869047B4A0.'],
      phoneSMS: '+19991234567',
    },
  },
  {
    formIdentifier: 'reg',
    langCode: 'en_US',
    authData: [
      {
        marker: 'login',
        value: 'test',
      },
      {
        marker: 'password',
        value: '12345',
      },
    ],
    formData: [
      {
        marker: 'selector',
        type: 'list',
        value: [
          {
            title: 'red',
            value: '1',
            extended: {
              value: 'red',
              type: 'string',
            },
          },
        ],
      },
    ],
    notificationData: {
      email: 'test@test.zone',
      phonePush: [
        '7DD987F846400079F4B03C058365A4869047B4A0',
        '7DD987F846400079F4B03C058365A4869047B4A0',
        '7DD987F846400079F4B03C058365A4869047B4A0.',
      ],
      phoneSMS: '+19991234567',
    },
  },
  {
    formIdentifier: 'reg',
    authData: [
      {
        marker: 'login',
        value: 'test',
      },
      {
        marker: 'password',
        value: '12345',
      },
    ],
    formData: [
      {
        marker: 'last_name',
        type: 'string',
        value: 'Username',
      },
    ],
    notificationData: {
      email: 'test@test.com',
      phonePush: [],
      phoneSMS: '+99999999999',
    },
  },
] as const
