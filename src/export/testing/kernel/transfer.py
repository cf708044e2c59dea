"""One transfer between two network namespaces of this machine's kernel, over a path of constant delay that may drop packets.

Usage: transfer.py FOLDER REQUEST_BYTES RESPONSE_BYTES DELAY_MS DROPS
DROPS: numbers of the server's data segments to lose, from 1, with commas; or `none`. Leaves client.pcap and server.pcap in FOLDER: what each end saw.
Needs the right to make namespaces. Ends with 3, and the reason on standard error, where the kernel does not allow it.
"""

import ctypes
import fcntl
import heapq
import os
import select
import socket
import struct
import subprocess
import sys
import time

SETTINGS = {
    "tcp_slow_start_after_idle": "1",
    "tcp_no_metrics_save": "1",
    "tcp_timestamps": "1",
    "tcp_sack": "1",
}


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.stderr.write(f"{' '.join(command)}: {done.stderr.strip()}\n")
        sys.exit(3)


def without_offload(interface):
    """Every segment as a wire would carry it: TSO, GSO, GRO and checksum offload are off."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        for command in (0x0000001F, 0x00000024, 0x0000002C, 0x00000017, 0x00000015):
            value = struct.pack("II", command, 0)
            buffer = bytearray(value)
            address = (bytes(interface, "ascii") + b"\0" * 16)[:16]
            place = (ctypes.c_char * len(buffer)).from_buffer(buffer)
            fcntl.ioctl(control, 0x8946, address + struct.pack("P", ctypes.addressof(place)) + b"\0" * 16)


class Capture:
    def __init__(self, path):
        self.file = open(path, "wb")
        self.file.write(struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 65535, 1))

    def add(self, moment, frame):
        nanoseconds = int(moment * 1e9)
        head = struct.pack("<IIII", nanoseconds // 10**9, nanoseconds % 10**9, len(frame), len(frame))
        self.file.write(head + frame)
        self.file.flush()


def relay(folder, delay, drops):
    """Carries frames between the two links of this namespace, each after the delay."""
    captures = [Capture(os.path.join(folder, "client.pcap")), Capture(os.path.join(folder, "server.pcap"))]
    links = []
    for name in ("toclient", "toserver"):
        without_offload(name)
        link = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
        link.bind((name, 0))
        links.append(link)
    waiting = []
    order = 0
    segments = 0
    print("ready", flush=True)
    while True:
        now = time.monotonic()
        while waiting and waiting[0][0] <= now:
            _, _, to, frame = heapq.heappop(waiting)
            captures[to].add(time.monotonic(), frame)
            links[to].send(frame)
        patience = max(0, waiting[0][0] - now) if waiting else 1
        for link in select.select(links, [], [], patience)[0]:
            frame, address = link.recvfrom(65535)
            if address[2] == socket.PACKET_OUTGOING:
                continue
            now = time.monotonic()
            side = links.index(link)
            is_tcp = frame[12:14] == b"\x08\x00" and frame[23] == 6
            if is_tcp:
                captures[side].add(now, frame)
                size = struct.unpack(">H", frame[16:18])[0] - 20 - (frame[46] >> 4) * 4
                if side == 1 and size > 0:
                    segments += 1
                    if segments in drops:
                        continue
            order += 1
            due = now + (delay if is_tcp else 0)
            heapq.heappush(waiting, (due, order, 1 - side, frame))


def endpoint():
    made = socket.socket()
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, b"cubic")
    return made


def serve(request, response):
    without_offload("wire")
    with endpoint() as listener:
        listener.bind(("10.9.0.2", 80))
        listener.listen(8)
        print("ready", flush=True)
        stream, _ = listener.accept()
        received = 0
        while received < request:
            received += len(stream.recv(65536))
        stream.sendall(b"r" * response)
        while stream.recv(65536):
            pass
        stream.close()
        time.sleep(1)


def ask(request, response):
    without_offload("wire")
    stream = endpoint()
    stream.connect(("10.9.0.2", 80))
    stream.sendall(b"q" * request)
    received = 0
    while received < response:
        received += len(stream.recv(1 << 20))
    stream.close()
    time.sleep(1)


def main():
    folder, request, response, delay, drops = sys.argv[1:6]
    mark = f"hoplab-{os.getpid()}"
    client, middle, server = (f"{mark}-{part}" for part in "cms")
    processes = []
    try:
        for name in (client, middle, server):
            run("ip", "netns", "add", name)
        for end, name, address in (("toclient", client, "10.9.0.1"), ("toserver", server, "10.9.0.2")):
            run("ip", "link", "add", end, "netns", middle, "type", "veth", "peer", "name", "wire", "netns", name)
            run("ip", "-n", middle, "link", "set", end, "up")
            run("ip", "-n", name, "address", "add", f"{address}/24", "dev", "wire")
            run("ip", "-n", name, "link", "set", "wire", "up")
            for key, value in SETTINGS.items():
                path = f"/proc/sys/net/ipv4/{key}"
                subprocess.run(["ip", "netns", "exec", name, "sh", "-c", f"echo {value} > {path}"], capture_output=True)

        def start(namespace, *role):
            command = ["ip", "netns", "exec", namespace, sys.executable, __file__, *role]
            process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
            processes.append(process)
            return process

        for process in (start(middle, "relay", folder, delay, drops), start(server, "serve", request, response)):
            if process.stdout.readline() != "ready\n":
                sys.stderr.write("a part did not start\n")
                sys.exit(3)
        for process in (start(client, "ask", request, response), processes[1]):
            process.wait(timeout=60)
    finally:
        for process in processes:
            process.kill()
            process.wait()
        for name in (client, middle, server):
            subprocess.run(["ip", "netns", "delete", name], capture_output=True)


if __name__ == "__main__":
    if sys.argv[1] == "relay":
        lost = set() if sys.argv[4] == "none" else {int(number) for number in sys.argv[4].split(",")}
        relay(sys.argv[2], float(sys.argv[3]) / 1000, lost)
    elif sys.argv[1] == "serve":
        serve(int(sys.argv[2]), int(sys.argv[3]))
    elif sys.argv[1] == "ask":
        ask(int(sys.argv[2]), int(sys.argv[3]))
    else:
        main()
