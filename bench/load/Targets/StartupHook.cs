using System.Buffers.Binary;
using System.Net.Sockets;

/// <summary>
/// Runs in every target before its own code (<c>DOTNET_STARTUP_HOOKS</c>), so that all targets report their allocations in the same way,
/// even a build that does not know this one. The runtime requires this name and no namespace.
/// </summary>
internal static class StartupHook
{
    public const string SocketVariable = "GATEWAY_LOAD_SOCKET";

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(SocketVariable) is not { Length: > 0 } path)
            return;
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        new Thread(() => Answer(listener)) { IsBackground = true }.Start();
    }

    private static void Answer(Socket listener)
    {
        var count = new byte[sizeof(long)];
        while (true)
        {
            using var asking = listener.Accept();
            BinaryPrimitives.WriteInt64LittleEndian(count, GC.GetTotalAllocatedBytes(precise: true));
            asking.Send(count);
        }
    }
}
