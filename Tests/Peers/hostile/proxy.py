"""A proxy that plays every host: it has a certificate for each, and records all that it receives.

`HTTPS_PROXY` leads to it and `SSL_CERT_FILE` makes its authority trusted, so that the real names are
asked for and no byte leaves the machine.
"""

import dataclasses
import datetime
import pathlib
import socket
import ssl
import threading

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclasses.dataclass
class Request:
    host: str
    method: str
    path: str
    headers: dict
    body: bytes

    @property
    def text(self):
        lines = [f"{self.method} {self.path}"] + [f"{name}: {value}" for name, value in self.headers.items()]
        return "\n".join(lines) + "\n" + self.body.decode(errors="replace")


def response(status, body=b"{}", headers=()):
    """An answer as the bytes of HTTP; `status` is its three digits."""
    if isinstance(body, str):
        body = body.encode()
    lines = [f"HTTP/1.1 {status} x", f"content-length: {len(body)}", "content-type: application/json", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Proxy:
    """`answers` maps a host to what it answers to a request: bytes, or a function of the request."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.requests = []
        self.connections = []
        self.answers = {}
        self.default = response("404")
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.authority = self._certificate("akvlint's tests", None)
        (self.folder / "authority.pem").write_bytes(self.authority.public_bytes(serialization.Encoding.PEM))
        self.contexts = {}
        self.listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def environment(self):
        return {
            "HTTPS_PROXY": f"http://127.0.0.1:{self.listener.getsockname()[1]}",
            "SSL_CERT_FILE": str(self.folder / "authority.pem"),
        }

    def close(self):
        self.listener.close()

    @property
    def hosts(self):
        return {request.host for request in self.requests}

    def received(self, text):
        """The requests that hold a text."""
        return [request for request in self.requests if text in request.text]

    def _certificate(self, name, host):
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:60])])
        now = datetime.datetime.now(datetime.timezone.utc)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.authority.subject if host else subject)
            .public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=host is None, path_length=None), critical=True)
        )
        if host:
            builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        return builder.sign(self.key, hashes.SHA256())

    def _context(self, host):
        if host not in self.contexts:
            name = self.folder / f"{len(self.contexts)}.pem"
            name.write_bytes(
                self.key.private_bytes(
                    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
                )
                + self._certificate(host, host).public_bytes(serialization.Encoding.PEM)
            )
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(name)
            self.contexts[host] = context
        return self.contexts[host]

    def _listen(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        try:
            head = self._head(connection.makefile("rb", buffering=0))
            method, target, _ = head[0].split(" ", 2)
            self.connections.append(target)
            if method != "CONNECT":
                return
            host = target.rsplit(":", 1)[0]
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            with self._context(host).wrap_socket(connection, server_side=True) as secure:
                stream = secure.makefile("rb")
                while True:
                    lines = self._head(stream)
                    if not lines:
                        return
                    method, path, _ = lines[0].split(" ", 2)
                    headers = dict(self._field(line) for line in lines[1:])
                    body = stream.read(int(headers.get("content-length", 0)))
                    request = Request(host, method, path, headers, body)
                    self.requests.append(request)
                    answer = self.answers.get(host, self.default)
                    secure.sendall(answer(request) if callable(answer) else answer)
        except (OSError, ValueError):
            pass
        finally:
            connection.close()

    @staticmethod
    def _field(line):
        name, value = line.split(":", 1)
        return name.lower(), value.strip()

    @staticmethod
    def _head(stream):
        lines = []
        while True:
            line = stream.readline()
            if line in (b"", b"\r\n"):
                return lines
            lines.append(line.decode("latin-1").rstrip("\r\n"))
