using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Gateway.Tests.Telemetry.Collector;

/// <summary>A message of Protocol Buffers by the numbers of its fields: enough to read what OTLP sends, without generated types.</summary>
internal sealed class ProtoMessage
{
    private readonly List<(int Field, ulong Number, ReadOnlyMemory<byte> Bytes)> _fields = [];

    public ProtoMessage(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var key = Varint(ref bytes);
            var (number, content) = (0ul, default(ReadOnlyMemory<byte>));
            switch (key & 7)
            {
                case 0: number = Varint(ref bytes); break;
                case 1: number = BinaryPrimitives.ReadUInt64LittleEndian(Take(ref bytes, 8).Span); break;
                case 2: content = Take(ref bytes, (int)Varint(ref bytes)); break;
                case 5: number = BinaryPrimitives.ReadUInt32LittleEndian(Take(ref bytes, 4).Span); break;
                default: throw new FormatException($"Wire type {key & 7} is none.");
            }

            _fields.Add(((int)(key >> 3), number, content));
        }
    }

    public bool Has(int field) => _fields.Exists(f => f.Field == field);

    public ulong Number(int field) => _fields.LastOrDefault(f => f.Field == field).Number;

    public double Double(int field) => BitConverter.UInt64BitsToDouble(Number(field));

    public string Text(int field) => Encoding.UTF8.GetString(Bytes(field).Span);

    public string Hex(int field) => Convert.ToHexStringLower(Bytes(field).Span);

    public IEnumerable<ProtoMessage> All(int field) => _fields.Where(f => f.Field == field).Select(static f => new ProtoMessage(f.Bytes));

    /// <summary>Numbers of eight bytes each, packed.</summary>
    public IEnumerable<ulong> Packed(int field)
    {
        var bytes = Bytes(field);
        while (bytes.Length > 0)
        {
            yield return BinaryPrimitives.ReadUInt64LittleEndian(Take(ref bytes, 8).Span);
        }
    }

    /// <summary>OTLP's list of attributes, each as text.</summary>
    public SortedDictionary<string, string> Attributes(int field)
    {
        var attributes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in All(field))
        {
            attributes.Add(pair.Text(1), Value(pair.All(2).Single()));
        }

        return attributes;
    }

    public static string Value(ProtoMessage value) => value switch
    {
        _ when value.Has(1) => value.Text(1),
        _ when value.Has(2) => value.Number(2) == 1 ? "true" : "false",
        _ when value.Has(3) => ((long)value.Number(3)).ToString(CultureInfo.InvariantCulture),
        _ => value.Double(4).ToString(CultureInfo.InvariantCulture),
    };

    private ReadOnlyMemory<byte> Bytes(int field) => _fields.LastOrDefault(f => f.Field == field).Bytes;

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> bytes, int count)
    {
        var taken = bytes[..count];
        bytes = bytes[count..];
        return taken;
    }

    private static ulong Varint(ref ReadOnlyMemory<byte> bytes)
    {
        var (value, shift) = (0ul, 0);
        while (true)
        {
            var next = Take(ref bytes, 1).Span[0];
            value |= (ulong)(next & 0x7f) << shift;
            shift += 7;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
