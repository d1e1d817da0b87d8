"""Mails made for the tests: octets as mail programs write them."""

import base64

HEAD = (
    b"From: =?utf-8?B?5byg5LiJ?= <zhang@example.cn>\r\nTo: zhicheng@example.cn\r\nMessage-ID: <1@example.cn>\r\n"
    b"Date: Tue, 2 Jul 2024 09:00:00 +0800\r\nMIME-Version: 1.0\r\n"
)


def mail(text: str, subject: str = "咨询", charset: str = "utf-8", extra: bytes = b"") -> bytes:
    """A plain mail with this text."""
    words = f"Subject: =?{charset}?B?{base64.b64encode(subject.encode(charset)).decode()}?=\r\n".encode()
    kind = f'Content-Type: text/plain; charset="{charset}"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'.encode()
    return HEAD + words + extra + kind + text.encode(charset)


def html(markup: str) -> bytes:
    """A mail with HTML only."""
    return HEAD + b"Subject: x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + markup.encode()


def attached(octets: bytes, name: str = "a.docx", text: str = "见附件") -> bytes:
    """A mail with a text and one attachment."""
    return (
        HEAD
        + b"Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        + b"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        + text.encode()
        + f'\r\n--b\r\nContent-Type: application/octet-stream; name="{name}"\r\n'.encode()
        + b"Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment\r\n\r\n"
        + base64.encodebytes(octets)
        + b"--b--\r\n"
    )
