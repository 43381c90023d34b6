using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Quotas.Redis;

/// <summary>A script from this folder and the hash by which Redis knows it.</summary>
internal sealed class RedisScript
{
    private static readonly string Common = RedisFormat.Preamble + Read("common");

    private RedisScript(string name, bool isOfThisFormat = true)
    {
        Name = name;
        Text = (isOfThisFormat ? Common : "") + Read(name);
#pragma warning disable CA5350 // Redis names scripts by their SHA-1; nothing is kept safe by it.
        Hash = SHA1.HashData(Encoding.UTF8.GetBytes(Text));
#pragma warning restore CA5350
    }

    public static RedisScript Reserve { get; } = new("reserve");

    public static RedisScript Extend { get; } = new("extend");

    public static RedisScript Settle { get; } = new("settle");

    public static RedisScript Renew { get; } = new("renew");

    public static RedisScript Overdue { get; } = new("overdue");

    public static RedisScript Peek { get; } = new("peek");

    public static RedisScript Correct { get; } = new("correct");

    public static RedisScript Open { get; } = new("open");

    public static RedisScript Lease { get; } = new("lease");

    public static RedisScript Join { get; } = new("join");

    public static RedisScript Raise { get; } = new("raise");

    public static RedisScript Upgrade { get; } = new("upgrade", isOfThisFormat: false);

    public static RedisScript Merge { get; } = new("merge");

    public static RedisScript Adopt { get; } = new("adopt");

    public static RedisScript Beat { get; } = new("beat");

    public string Name { get; }

    public string Text { get; }

    public byte[] Hash { get; }

    private static string Read(string name)
    {
        using var stream = typeof(RedisScript).Assembly.GetManifestResourceStream($"quotas.{name}.lua")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
