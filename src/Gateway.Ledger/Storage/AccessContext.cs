using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Gateway.Ledger.Storage;

/// <summary>The tables of keys, teams, quota policies and their audit log.</summary>
internal sealed partial class AccessContext(DbContextOptions<AccessContext> options) : DbContext(options)
{
    public static TableSet TableSet { get; } = new("access_migrations", ["20261124000001_AccessInitial", "20261130000005_AccessTools"]);

    public DbSet<KeyRow> Keys => Set<KeyRow>();

    public DbSet<TeamRow> Teams => Set<TeamRow>();

    public DbSet<PolicyRow> Policies => Set<PolicyRow>();

    public DbSet<AuditRow> Audit => Set<AuditRow>();

    public DbSet<StampRow> Stamps => Set<StampRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        Table(modelBuilder.Entity<KeyRow>(), "keys", key =>
        {
            key.HasKey(k => k.Id);
            key.HasIndex(k => k.Hash).IsUnique();
            key.HasIndex(k => k.NameKey).IsUnique();
            key.Property(k => k.Role).HasConversion<string>();
            key.Property(k => k.Reasoning).HasConversion<string>();
            key.Property(k => k.Tools).HasConversion<string>();
        });
        Table(modelBuilder.Entity<TeamRow>(), "teams", static team => team.HasKey(t => t.NameKey));
        Table(modelBuilder.Entity<PolicyRow>(), "quota_policies", static policy =>
        {
            policy.HasKey(p => p.NameKey);
            policy.Property(p => p.Per).HasConversion<string>();
        });
        Table(modelBuilder.Entity<AuditRow>(), "audit", static audit =>
        {
            audit.HasKey(a => a.Number);
            audit.Property(a => a.Number).ValueGeneratedNever();
        });
        Table(modelBuilder.Entity<StampRow>(), "access_stamp", static stamp =>
        {
            stamp.HasKey(s => s.Id);
            stamp.Property(s => s.Id).ValueGeneratedNever();
            stamp.HasData(new StampRow { Id = 1, Value = 1 });
        });
    }

    // Names that operators can write in SQL without quotes.
    private static void Table<T>(EntityTypeBuilder<T> entity, string name, Action<EntityTypeBuilder<T>> configure)
        where T : class
    {
        entity.ToTable(name);
        configure(entity);
        foreach (var property in entity.Metadata.GetProperties())
        {
            property.SetColumnName(Capital().Replace(property.Name, "_$0").TrimStart('_').ToLowerInvariant());
        }
    }

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();
}
