using System.Globalization;

namespace Gateway.Tests.Quotas.Redis;

/// <summary>
/// A clock of a test for a real <c>redis-server</c>, which stands until it is moved. libfaketime answers for the system's clock
/// from a file; glibc goes in front of jemalloc, which asks for the time before libfaketime is ready.
/// </summary>
internal sealed class RedisClock : IDisposable
{
    private readonly string _library = RedisProgram.RequireClock();
    private readonly string _file = Path.GetTempFileName();

    public string Preload =>
        $"TZ=UTC FAKETIME_TIMESTAMP_FILE={_file} FAKETIME_NO_CACHE=1 FAKETIME_DONT_FAKE_MONOTONIC=1 LD_PRELOAD={_library}:libc.so.6";

    public DateTimeOffset Now
    {
        get;
        set
        {
            field = value;
            // Renamed into its place: the server reads it at any moment.
            var next = _file + ".next";
            File.WriteAllText(next, value.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture) + "\n");
            File.Move(next, _file, overwrite: true);
        }
    }

    public void Dispose() => File.Delete(_file);
}
